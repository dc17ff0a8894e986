import type { WidgetProductView } from "../api/types.js";
import { formatMoney, formatSize } from "../format.js";
import { isBlocked } from "../generation/state.js";
import { fill } from "../i18n.js";
import { quality } from "../quality.js";
import { ProblemNotice } from "./ProblemNotice.js";
import type { ViewProps } from "./StudioView.js";

/** The result makes the stage taller: whoever waited for it further down sees it whole. */
function bringIntoView(section: HTMLElement | null): void {
  section?.parentElement?.scrollIntoView({ block: "nearest" });
}

/** What the shopper gets for the money, and what can be done with it: buying first, keeping and sharing quieter. */
export function ResultPanel({ studio, language, product }: ViewProps & { product: WidgetProductView }) {
  const { locale, messages } = language;
  const { creation, result } = studio.state;
  const { artwork, production } = creation;
  const blocked = isBlocked(creation);
  const smaller = production?.blocks.find((block) => block.largest_size_mm)?.largest_size_mm;
  const price = formatMoney(product.price, locale);
  const grade = artwork && quality(artwork.native_dpi);
  return (
    <section class="result" part="result" ref={bringIntoView}>
      <dl class="facts" part="facts">
        {artwork && grade && (
          <>
            <div>
              <dt>{messages.printSize}</dt>
              <dd>{formatSize(artwork.width_mm, artwork.height_mm, locale)}</dd>
            </div>
            <div>
              <dt>{messages.resolution}</dt>
              <dd>
                {fill(messages.dpi, { value: Math.round(artwork.native_dpi) })}
                <span class={`grade ${grade}`}>{messages.quality[grade]}</span>
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{messages.price}</dt>
          <dd>{price}</dd>
        </div>
      </dl>
      {blocked && (
        <div class="notice problem" part="problem" role="alert">
          <strong>{messages.blocked}</strong>
          {smaller && (
            <p>
              {fill(messages.smaller, {
                size: formatSize(Math.floor(smaller.width), Math.floor(smaller.height), locale),
              })}
            </p>
          )}
        </div>
      )}
      <button
        type="button"
        class="button button-primary"
        part="button button-primary"
        aria-busy={result.adding}
        disabled={blocked}
        onClick={() => void studio.addToCart()}
      >
        {result.adding ? messages.adding : fill(messages.addToCart, { price })}
      </button>
      <div class="pair">
        <button
          type="button"
          class="button"
          part="button"
          aria-busy={result.saving}
          disabled={result.designId !== null}
          onClick={() => void studio.save()}
        >
          {messages[result.saving ? "saving" : result.designId ? "saved" : "save"]}
        </button>
        <button type="button" class="button" part="button" onClick={() => void studio.share()}>
          {messages.share}
        </button>
      </div>
      {result.shareUrl && (
        <input
          class="link"
          readOnly
          aria-label={messages.shareLink}
          value={result.shareUrl}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      <p class="confirmation" role="status">
        {result.note && messages[result.note]}
      </p>
      {result.problem && <ProblemNotice problem={result.problem} language={language} />}
    </section>
  );
}
