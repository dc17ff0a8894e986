import type { VNode } from "preact";
import type { Problem } from "../api/problem.js";
import type { FontView, WidgetProductView } from "../api/types.js";
import { fill, type Language, said } from "../i18n.js";
import { offered } from "./fonts.js";
import { type Font, hasColour, type Lettering, MOST_CURVE, PLACES, RIMS, sizes } from "./layer.js";
import { type Words, wordsOf } from "./words.js";

const HINT_ID = "text-hint";
const FAULT_ID = "text-fault";
const CURVE_STEP = 10;
const UNCOVERED = "uncovered-characters";

interface Props {
  lettering: Lettering;
  /** The font that the words are set in, which is not the chosen one while that lacks their letters. */
  font: Font;
  fonts: readonly FontView[];
  /** Whether the size is not the chosen one, which would not fit. */
  limited: boolean;
  problem: Problem | null;
  /** The words seen from near. */
  proof: VNode | null;
  product: WidgetProductView;
  disabled: boolean;
  language: Language;
  onChange: (change: Partial<Lettering>) => void;
  /** Whether one of the controls has the focus. */
  onFocus: (focused: boolean) => void;
}

/** A line to print over the picture; how it looks is asked for once there is one. */
export function Panel({ lettering, problem, proof, disabled, language, onChange, onFocus, ...look }: Props) {
  const words = wordsOf(language);
  const fault = problem && faultOf(problem, words);
  return (
    <fieldset
      class="lettering"
      part="lettering"
      disabled={disabled}
      onFocusIn={() => onFocus(true)}
      onFocusOut={(event) => onFocus(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <legend class="sr-only">{words.options}</legend>
      <label class="label" for="text">
        {words.text}
      </label>
      <input
        id="text"
        class="prompt"
        part="text"
        maxLength={TEXT_LIMIT}
        dir="auto"
        autocomplete="off"
        value={lettering.content}
        aria-describedby={fault ? FAULT_ID : HINT_ID}
        aria-invalid={problem?.status === 422}
        onInput={(event) => onChange({ content: event.currentTarget.value })}
      />
      {fault ? (
        <p id={FAULT_ID} class={problem.status === 422 ? "hint fault" : "hint"}>
          {fault}
        </p>
      ) : (
        <p id={HINT_ID} class="hint">
          {fill(words.hint, { limit: TEXT_LIMIT })}
        </p>
      )}
      {proof}
      {lettering.content.trim() && <Look {...{ lettering, words, language, onChange, ...look }} />}
    </fieldset>
  );
}

type LookProps = Omit<Props, "problem" | "proof" | "disabled" | "onFocus"> & { words: Words };

function Look({ lettering, font, fonts, limited, product, words, language, onChange }: LookProps) {
  const { content, colour, sizeMm, curve, place, rim, rimColour } = lettering;
  const { least, most } = sizes(product);
  return (
    <div class="settings">
      <label>
        {words.font}
        <select value={font} onChange={(event) => onChange({ font: event.currentTarget.value as Font })}>
          {offered(content, fonts).map(({ key, name }) => (
            <option key={key} value={key}>
              {said(name, language)}
            </option>
          ))}
        </select>
      </label>
      <Choice
        label={words.place}
        value={place}
        values={PLACES}
        texts={words.places}
        onChoose={(value) => onChange({ place: value })}
      />
      {hasColour(product) && (
        <>
          <Colour label={words.colour} value={colour} onInput={(value) => onChange({ colour: value })} />
          <Choice
            label={words.rim}
            value={rim}
            values={RIMS}
            texts={words.rims}
            onChoose={(value) => onChange({ rim: value })}
          />
          {rim === "own" && (
            <Colour
              label={words.rimColour}
              value={rimColour}
              onInput={(value) => onChange({ rimColour: value })}
            />
          )}
        </>
      )}
      <label>
        {fill(limited ? words.largest : words.size, { value: millimetres(sizeMm, language) })}
        <input
          type="range"
          min={least}
          max={most}
          value={sizeMm}
          onInput={(event) => onChange({ sizeMm: event.currentTarget.valueAsNumber })}
        />
      </label>
      <label>
        {fill(words.curve, { value: curve })}
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
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  values: readonly Value[];
  texts: Readonly<Record<Value, string>>;
  onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, values, texts, onChoose }: ChoiceProps<Value>) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value as Value)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {texts[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Colour({
  label,
  value,
  onInput,
}: {
  label: string;
  value: string;
  onInput: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <input type="color" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}

function faultOf({ slug, status, pointer, characters }: Problem, { faults }: Words): string {
  if (slug === UNCOVERED) return fill(faults.uncovered, { letters: characters.join(" ") });
  if (status !== 422) return faults.other;
  return pointer?.endsWith("curve_degrees") ? faults.curve_degrees : faults.content;
}

/** A length in millimetres as the shopper writes numbers. */
function millimetres(value: number, { locale }: Language): string {
  return value.toLocaleString(locale, { maximumFractionDigits: 1 });
}
