import type { Area, WidgetProductView } from "../api/types.js";
import type { Language } from "../i18n.js";
import { changed, SIDES, type Size, STEP_MM } from "./area.js";
import { Picture } from "./Picture.js";
import { type Words, wordsOf } from "./words.js";

const PANEL_ID = "changing";
const WISH_ID = "change";
const FAULT_ID = "change-fault";
const AREA_HINT_ID = "area-hint";

export interface Draft {
  readonly open: boolean;
  readonly wish: string;
  /** Whether only the area may change. */
  readonly partly: boolean;
  readonly area: Area;
}

interface Props {
  draft: Draft;
  product: WidgetProductView;
  zone: Size;
  /** The product with the design that is to change. */
  previewUrl: string;
  /** Whether the wish is wanting. */
  empty: boolean;
  /** Whether the area was refused. */
  outside: boolean;
  /** Whether the change is being made, and whether it is being given up. */
  busy: boolean;
  cancelling: boolean;
  /** Whether the design that is shown was made from another. */
  hasFormer: boolean;
  isBack: boolean;
  language: Language;
  onEdit: (change: Partial<Draft>) => void;
  /** False when the wish is not fit for it. */
  onAsk: () => boolean;
  onCancel: () => void;
  onBack: () => void;
}

/** What should be different in the design that is shown, and the way back from a change. */
export function Panel(props: Props) {
  const { draft, hasFormer, busy, isBack, language, onEdit, onAsk, onBack } = props;
  const words = wordsOf(language);

  const submit = (form: HTMLFormElement): void => {
    if (busy) return;
    if (onAsk()) form.parentElement?.firstElementChild?.scrollIntoView({ block: "nearest" });
    else form.querySelector("textarea")?.focus();
  };

  return (
    <form
      class="changing"
      part="changing"
      noValidate
      onSubmit={(event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <div class={hasFormer ? "pair" : "alone"}>
        <button
          type="button"
          class="button"
          part="button"
          aria-expanded={draft.open}
          aria-controls={PANEL_ID}
          disabled={busy}
          onClick={() => onEdit({ open: !draft.open })}
        >
          {words.change}
        </button>
        {hasFormer && (
          <button
            type="button"
            class="button"
            part="button"
            disabled={busy}
            onClick={(event) => {
              // This button may go, and the focus must not go with it.
              (event.currentTarget.previousElementSibling as HTMLElement).focus();
              onBack();
            }}
          >
            {words.back}
          </button>
        )}
      </div>
      <p class="confirmation" role="status">
        {isBack && words.isBack}
      </p>
      {draft.open && (
        <div id={PANEL_ID} class="alone">
          <Wish {...props} words={words} />
        </div>
      )}
    </form>
  );
}

type WishProps = Props & { words: Words };

function Wish({ words, ...props }: WishProps) {
  const { draft, empty, busy, cancelling, language, onEdit, onCancel } = props;
  const { messages } = language;
  return (
    <>
      <div>
        <label class="label" for={WISH_ID}>
          {words.wish}
        </label>
        <textarea
          id={WISH_ID}
          class="prompt"
          rows={2}
          maxLength={PROMPT_LIMIT}
          value={draft.wish}
          readOnly={busy}
          aria-invalid={empty}
          aria-describedby={empty ? FAULT_ID : undefined}
          onInput={(event) => onEdit({ wish: event.currentTarget.value })}
        />
        {empty && (
          <p id={FAULT_ID} class="hint fault">
            {messages.promptEmpty}
          </p>
        )}
      </div>
      <fieldset disabled={busy}>
        <legend class="label">{words.scope}</legend>
        <div class="scopes">
          {([false, true] as const).map((partly) => (
            <label key={partly}>
              <input
                type="radio"
                name="scope"
                checked={draft.partly === partly}
                onChange={() => onEdit({ partly })}
              />
              {partly ? words.part : words.all}
            </label>
          ))}
        </div>
        {draft.partly && <Place {...props} words={words} />}
      </fieldset>
      {/* One button for both: the focus of whoever pressed it stays where it is. */}
      <button
        type={busy ? "button" : "submit"}
        class="button"
        part="button"
        aria-disabled={cancelling}
        onClick={() => busy && onCancel()}
      >
        {busy ? messages[cancelling ? "cancelling" : "cancel"] : words.ask}
      </button>
    </>
  );
}

function Place({ words, draft, product, zone, previewUrl, outside, busy, onEdit }: WishProps) {
  const { area } = draft;

  /** A field that is being emptied has no number: what it stood at stays. */
  const set = (side: (typeof SIDES)[number], value: number): void =>
    onEdit(Number.isFinite(value) ? { area: changed(area, { [side]: value }, zone) } : {});

  return (
    <>
      <Picture
        {...{ product, zone, previewUrl, area }}
        disabled={busy}
        onChange={(next) => onEdit({ area: next })}
      />
      <p id={AREA_HINT_ID} class={outside ? "hint fault" : "hint"}>
        {outside ? words.outside : words.hint}
      </p>
      <div class="settings">
        {SIDES.map((side) => (
          <label key={side}>
            {words[side]}
            <input
              type="number"
              min={0}
              max={side === "left_mm" || side === "width_mm" ? zone.width : zone.height}
              step={STEP_MM}
              value={area[side]}
              aria-invalid={outside}
              aria-describedby={AREA_HINT_ID}
              onChange={(event) => set(side, event.currentTarget.valueAsNumber)}
            />
          </label>
        ))}
      </div>
    </>
  );
}
