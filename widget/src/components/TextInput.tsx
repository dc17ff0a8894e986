import type { FontView, WidgetProductView } from "../api/types.js";
import { fill, type Language, said } from "../i18n.js";
import { type Font, hasColour, type Lettering, MOST_CURVE, sizes, TEXT_LIMIT } from "../lettering.js";

const HINT_ID = "text-hint";
const CURVE_STEP = 10;

interface Props {
  lettering: Lettering;
  fonts: readonly FontView[];
  product: WidgetProductView;
  disabled: boolean;
  language: Language;
  onChange: (change: Partial<Lettering>) => void;
}

/** A line to print over the picture; how it looks is asked for once there is one. */
export function TextInput({ lettering, fonts, product, disabled, language, onChange }: Props) {
  const { messages } = language;
  const { content, font, colour, sizeMm, curve } = lettering;
  const { least, most } = sizes(product);
  return (
    <fieldset class="lettering" part="lettering" disabled={disabled}>
      <legend class="sr-only">{messages.textOptions}</legend>
      <label class="label" for="text">
        {messages.textLabel}
      </label>
      <input
        id="text"
        class="prompt"
        part="text"
        maxLength={TEXT_LIMIT}
        dir="auto"
        autocomplete="off"
        value={content}
        aria-describedby={HINT_ID}
        onInput={(event) => onChange({ content: event.currentTarget.value })}
      />
      <p id={HINT_ID} class="hint">
        {fill(messages.textHint, { limit: TEXT_LIMIT })}
      </p>
      {content.trim() && (
        <div class="settings">
          <label>
            {messages.fontLabel}
            <select value={font} onChange={(event) => onChange({ font: event.currentTarget.value as Font })}>
              {fonts.map(({ key, name }) => (
                <option key={key} value={key}>
                  {said(name, language)}
                </option>
              ))}
            </select>
          </label>
          {hasColour(product) && (
            <label>
              {messages.colourLabel}
              <input
                type="color"
                value={colour}
                onInput={(event) => onChange({ colour: event.currentTarget.value })}
              />
            </label>
          )}
          <label>
            {fill(messages.sizeLabel, { value: sizeMm })}
            <input
              type="range"
              min={least}
              max={most}
              value={sizeMm}
              onInput={(event) => onChange({ sizeMm: event.currentTarget.valueAsNumber })}
            />
          </label>
          <label>
            {fill(messages.curveLabel, { value: curve })}
            <input
              type="range"
              min={-MOST_CURVE}
              max={MOST_CURVE}
              step={CURVE_STEP}
              value={curve}
              onInput={(event) => onChange({ curve: event.currentTarget.valueAsNumber })}
            />
          </label>
        </div>
      )}
    </fieldset>
  );
}
