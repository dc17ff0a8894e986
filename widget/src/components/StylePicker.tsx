import type { StyleView } from "../api/types.js";
import type { Language } from "../i18n.js";

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
        {styles.map(({ slug, name, palette }) => (
          <label class="tile" part="style" key={slug}>
            <input
              type="radio"
              name="style"
              class="sr-only"
              value={slug}
              checked={slug === value}
              onChange={() => onChange(slug)}
            />
            <span class="swatch" aria-hidden="true">
              {[...new Set(palette)].map((colour) => (
                <span key={colour} style={{ background: colour }} />
              ))}
            </span>
            {name[language.locale.slice(0, 2)] ?? name.en}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
