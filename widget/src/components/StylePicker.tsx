import type { StyleView } from "../api/types.js";
import { type Language, said } from "../i18n.js";

interface Props {
  styles: readonly StyleView[];
  value: string;
  disabled: boolean;
  language: Language;
  onChange: (slug: string) => void;
}

/** Native radio buttons, so that arrow keys and screen readers work as everywhere, dressed as tiles. */
export function StylePicker({ styles, value, disabled, language, onChange }: Props) {
  return (
    <fieldset class="styles" part="styles" disabled={disabled}>
      <legend class="label">{language.messages.styleLabel}</legend>
      <div class="tiles">
        {styles.map(({ slug, name, thumbnail_url }) => (
          <label class="tile" part="style" key={slug}>
            <input
              type="radio"
              name="style"
              class="sr-only"
              value={slug}
              checked={slug === value}
              onChange={() => onChange(slug)}
            />
            <img class="sample" src={thumbnail_url} alt="" width="256" height="256" loading="lazy" />
            {said(name, language)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
