import type { Made } from "../cart.js";
import { fill, type Language } from "../i18n.js";

interface Props {
  made: readonly Made[];
  shown: string | null;
  disabled: boolean;
  language: Language;
  onShow: (made: Made) => void;
}

/** The way back to what was made before. */
export function EarlierDesigns({ made, shown, disabled, language: { messages }, onShow }: Props) {
  if (made.length < 2) return null;
  return (
    <ul class="earlier" aria-label={messages.earlier}>
      {made.map((one, index) => (
        <li key={one.creation.id}>
          <button
            type="button"
            class="thumb"
            aria-label={fill(messages.earlierOne, { count: index + 1 })}
            aria-pressed={one.creation.id === shown}
            disabled={disabled}
            onClick={() => onShow(one)}
          >
            <img src={one.creation.previewUrl ?? ""} alt="" />
          </button>
        </li>
      ))}
    </ul>
  );
}
