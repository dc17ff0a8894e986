import type { Problem } from "../api/problem.js";
import { explain, fill, type Language, said } from "../i18n.js";

interface Props {
  problem: Problem;
  language: Language;
  onRetry?: (() => void) | undefined;
}

/** What went wrong and what to do, in the shopper's words; our own words for it stay behind the request id. */
export function ProblemNotice({ problem, language, onRetry }: Props) {
  const { messages } = language;
  const [title, remedy] = explain(problem, messages);
  const why = problem.moderation;
  const texts = why
    ? [why.explanation, why.change, why.note].map((words) => said(words, language))
    : [remedy];
  return (
    <div class="notice problem" part="problem" role="alert">
      <strong>{title}</strong>
      {texts.filter(Boolean).map((text) => (
        <p key={text}>{text}</p>
      ))}
      {onRetry && (
        <button type="button" class="button" part="button" onClick={onRetry}>
          {messages.retry}
        </button>
      )}
      {problem.requestId && <p class="hint">{fill(messages.reference, { id: problem.requestId })}</p>}
    </div>
  );
}
