import { fill, type Messages } from "../i18n.js";
import type { StudioState } from "../studio.js";

const COUNT_FROM = 800;
const ID = "prompt";
const NOTE_ID = "note";

interface Props {
  value: string;
  fault: StudioState["promptFault"];
  disabled: boolean;
  messages: Messages;
  onChange: (value: string) => void;
}

/** Submits its form on Enter with Control or Command. */
export function PromptInput({ value, fault, disabled, messages, onChange }: Props) {
  const left = Math.max(0, PROMPT_LIMIT - value.length);
  const count = value.length >= COUNT_FROM ? fill(messages.charactersLeft, { count: left }) : null;
  const note = fault ? fill(messages[fault], { limit: PROMPT_LIMIT }) : count;
  return (
    <div>
      <label class="label" for={ID}>
        {messages.promptLabel}
      </label>
      <textarea
        id={ID}
        class="prompt"
        part="prompt"
        rows={3}
        value={value}
        placeholder={messages.promptPlaceholder}
        readOnly={disabled}
        aria-invalid={!!fault}
        aria-describedby={note ? NOTE_ID : undefined}
        onInput={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      {note && (
        <p id={NOTE_ID} class={fault ? "hint fault" : "hint"}>
          {note}
        </p>
      )}
      {!value && !disabled && (
        <ul class="ideas" aria-label={messages.ideasLabel}>
          {messages.ideas.map((idea) => (
            <li key={idea}>
              <button type="button" class="idea" onClick={() => onChange(idea)}>
                {idea}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
