import type { Problem } from "../api/problem.js";
import { explain, fill, type Language } from "../i18n.js";

interface Props {
  problem: Problem;
  language: Language;
  onRetry?: (() => void) | undefined;
}

/** What went wrong and what to do, in the shopper's words; our own words for it stay behind the request id. */
export function ProblemNotice({ problem, language: { messages }, onRetry }: Props) {
  const [title, remedy] = explain(problem, messages);
  return (
    <div class="notice problem" part="problem" role="alert">
      <strong>{title}</strong>
      <p>{remedy}</p>
      {onRetry && (
        <button type="button" class="button" part="button" onClick={onRetry}>
          {messages.retry}
        </button>
      )}
      {problem.requestId && <p class="hint">{fill(messages.reference, { id: problem.requestId })}</p>}
    </div>
  );
}
