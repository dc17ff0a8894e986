import { Component } from "preact";
import type { GenerateRequest, WidgetProductView } from "../api/types.js";
import { type Creation, isBusy, isPresentable } from "../generation/state.js";
import { type Point, projection } from "../geometry.js";
import { fill, type Language, stepText } from "../i18n.js";
import type { LetteringTool } from "../tools/contract.js";
import { LoadingSpinner } from "./LoadingSpinner.js";

/** The side of the square that a draft is laid out in before it is projected. */
const DRAFT_PX = 512;

interface Props {
  product: WidgetProductView;
  creation: Creation;
  wish: GenerateRequest | null;
  lettering: LetteringTool | null | undefined;
  language: Language;
}

interface Sizes {
  /** Pixels across the frame on this page, 0 until it is laid out. */
  shown: number;
}

/** The product's photograph with, in turn: where a design goes, the drafts as they come, the finished preview. */
export class PreviewCanvas extends Component<Props, Sizes> {
  override state: Sizes = { shown: 0 };
  #frame: HTMLElement | null = null;
  readonly #observer = new ResizeObserver(() => this.setState({ shown: this.#frame?.clientWidth ?? 0 }));

  override componentDidMount(): void {
    if (this.#frame) this.#observer.observe(this.#frame);
  }

  override componentWillUnmount(): void {
    this.#observer.disconnect();
  }

  override render() {
    const { product, creation, wish, lettering, language } = this.props;
    const { photo_width_px: width, photo_height_px: height } = product;
    const { messages } = language;
    const busy = isBusy(creation);
    const made = isPresentable(creation) && creation.previewUrl;
    // While other words are being written, those that the preview is printed with would stand beneath them.
    const rewriting = !!lettering?.editing && !isSame(lettering.layer(), wish?.text);
    const preview = made && !(rewriting && wish?.text) && made;
    const quad = (product.zones[0]?.quad ?? []).map(([x = 0, y = 0]): Point => [x, y]);
    const scale = this.state.shown / width;
    const draft = busy && creation.partialUrl;
    const matrix =
      draft &&
      width &&
      projection(
        DRAFT_PX,
        quad.map(([x, y]) => [x * scale, y * scale]),
      );
    const letters = !made || rewriting ? lettering?.letters() : null;
    return (
      <figure
        class="canvas"
        part="canvas"
        ref={(element) => {
          this.#frame = element;
        }}
        style={{ aspectRatio: `${width} / ${height}` }}
      >
        <img
          src={product.photo_url}
          alt={preview ? "" : fill(messages.productPhoto, { product: product.name })}
        />
        {!preview && !matrix && !letters && (
          <svg class={busy ? "zone busy" : "zone"} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <polygon points={quad.join(" ")} />
          </svg>
        )}
        {matrix && (
          <img
            class="draft"
            src={draft}
            alt=""
            width={DRAFT_PX}
            height={DRAFT_PX}
            style={{ transform: matrix }}
          />
        )}
        {preview && (
          <img
            key={preview}
            class="preview"
            part="preview"
            src={preview}
            alt={fill(messages.previewOf, { product: product.name, prompt: wish?.prompt ?? "" })}
          />
        )}
        {letters}
        {busy && (
          <figcaption class="status" part="progress">
            <LoadingSpinner label={stepText(creation.step, messages)} />
            <progress max={1} value={creation.progress} aria-label={messages.steps.other} />
          </figcaption>
        )}
        {!busy && !preview && !letters && <figcaption>{messages.zoneHint}</figcaption>}
      </figure>
    );
  }
}

function isSame(one: object | undefined, other: object | null | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
