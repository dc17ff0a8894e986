import type { WidgetProductView } from "../api/types.js";
import { isBlocked, isBusy, isPresentable } from "../generation/state.js";
import type { Language } from "../i18n.js";
import { stepText } from "../i18n.js";
import type { Studio, StudioState } from "../studio.js";
import { EarlierDesigns } from "./EarlierDesigns.js";
import { LoadingSpinner } from "./LoadingSpinner.js";
import { PreviewCanvas } from "./PreviewCanvas.js";
import { ProblemNotice } from "./ProblemNotice.js";
import { PromptInput } from "./PromptInput.js";
import { ResultPanel } from "./ResultPanel.js";
import { StylePicker } from "./StylePicker.js";

/** The same wish would be refused again. */
const FUTILE = ["prompt-rejected", "change-not-offered", "not-changeable"];

export interface ViewProps {
  studio: Studio;
  language: Language;
}

/** The page's own content in place of ours; only where there is none is the failure shown. */
export function WidgetView({ studio, language, bare }: ViewProps & { bare: boolean }) {
  const { failure, product } = studio.state;
  if (!failure) return product ? <StudioView {...{ studio, language, product }} /> : <Skeleton />;
  return (
    <>
      <slot name="intro" />
      <slot />
      {bare && <ProblemNotice problem={failure} language={language} onRetry={() => void studio.open()} />}
    </>
  );
}

export function Skeleton() {
  return (
    <div class="studio" aria-busy="true">
      <div class="canvas canvas-empty">
        <LoadingSpinner label="" />
      </div>
      <div class="panel">
        <slot name="intro" />
        <span class="bone" />
      </div>
    </div>
  );
}

/** The whole tool on one product: the picture beside the wish, and under it what to do with the result. */
function StudioView({ studio, language, product }: ViewProps & { product: WidgetProductView }) {
  const { messages } = language;
  const { changing, creation, earlier, lettering, prompt, promptFault, style, styles, wish } = studio.state;
  const busy = isBusy(creation);
  const presentable = isPresentable(creation);

  const label = creation.cancelling ? "cancelling" : busy ? "cancel" : presentable ? "createAgain" : "create";

  const outcome = (
    <>
      {creation.problem && (
        <ProblemNotice
          problem={creation.problem}
          language={language}
          onRetry={FUTILE.includes(creation.problem.slug) ? undefined : () => studio.retry()}
        />
      )}
      {creation.phase === "cancelled" && <p class="notice">{messages.cancelled}</p>}
    </>
  );

  const submit = (form: HTMLFormElement): void => {
    if (studio.create()) form.previousElementSibling?.scrollIntoView({ block: "nearest" });
    else form.querySelector("textarea")?.focus();
  };

  return (
    <div class="studio">
      <div class="stage">
        <PreviewCanvas {...{ product, creation, language, lettering }} wish={wish} />
        <EarlierDesigns
          made={earlier}
          shown={creation.id}
          disabled={busy}
          language={language}
          onShow={(made) => studio.show(made)}
        />
        {presentable && <ResultPanel {...{ studio, language, product }} />}
        {/* Beside the controls that asked for it. */}
        {wish?.change && outcome}
        {changing?.panel(language)}
      </div>
      <form
        class="panel"
        part="panel"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        <slot name="intro" />
        <PromptInput
          value={prompt}
          fault={promptFault}
          disabled={busy}
          messages={messages}
          onChange={(value) => studio.write(value)}
        />
        <StylePicker
          {...{ styles, language }}
          value={style}
          disabled={busy}
          onChange={(slug) => studio.chooseStyle(slug)}
        />
        {lettering?.panel(language, busy)}
        {!wish?.change && outcome}
        {/* One button for both: the focus of whoever pressed it stays where it is. */}
        <button
          type={busy ? "button" : "submit"}
          class={busy || presentable ? "button" : "button button-primary"}
          part={busy || presentable ? "button" : "button button-primary"}
          aria-disabled={creation.cancelling}
          onClick={() => busy && studio.cancel()}
        >
          {messages[label]}
        </button>
      </form>
      <p class="sr-only" role="status">
        {announcement(studio.state, language)}
      </p>
    </div>
  );
}

/** What a screen reader says; the step without its percentage, or it would never fall silent. */
export function announcement({ creation }: Pick<StudioState, "creation">, { messages }: Language): string {
  if (creation.phase === "succeeded") return isBlocked(creation) ? messages.blocked : messages.filesReady;
  if (creation.phase === "previewed") return messages.previewReady;
  if (creation.phase === "cancelled") return messages.cancelled;
  return isBusy(creation) ? stepText(creation.step, messages) : "";
}
