import type { FontView, LetteringRequest, LetteringView, TextLayer } from "../api/types.js";
import type { Language } from "../i18n.js";
import type { LetteringTool, ToolPorts } from "../tools/contract.js";
import { surfaceOf } from "../tools/zone.js";
import { fontFor } from "./fonts.js";
import { Letters } from "./Letters.js";
import { BLANK, type Font, type Lettering, layerOf, sizes } from "./layer.js";
import { Panel } from "./Panel.js";
import { Proof } from "./Proof.js";
import { Previewing } from "./previewing.js";

const TOO_LARGE = "#/text/size_mm";
/** Whatever changes how large the letters can be. */
const SIZING: readonly (keyof Lettering)[] = ["content", "font", "sizeMm", "curve", "rim"];

type LetteringPorts = Omit<ToolPorts, "preact" | "studio">;

/** A shopper's words on one product: what is written and chosen, and how it will look. */
export class Tool implements LetteringTool {
  editing = false;
  lettering: Lettering;
  readonly fonts: readonly FontView[];
  readonly #ports: LetteringPorts;
  readonly #previewing: Previewing;
  /** The largest size of the present words, once a larger one was refused. */
  #largest: number | undefined;

  constructor(ports: LetteringPorts, fonts: readonly FontView[]) {
    this.#ports = ports;
    this.fonts = fonts;
    this.lettering = { ...BLANK, sizeMm: sizes(ports.product).usual };
    this.#previewing = new Previewing((request, signal) => this.#set(request, signal), ports.onChange);
  }

  layer(): TextLayer | undefined {
    return layerOf(this.lettering, this.#ports.product, this.#font, this.#largest);
  }

  panel(language: Language, disabled: boolean) {
    const { product } = this.#ports;
    const { problem, stale, view } = this.#previewing.shown;
    return (
      <Panel
        {...{ product, language, disabled, problem }}
        lettering={{ ...this.lettering, sizeMm: this.layer()?.size_mm ?? this.lettering.sizeMm }}
        font={this.#font}
        fonts={this.fonts}
        proof={view && <Proof {...{ product, view, stale }} surface={surfaceOf(this.#ports.product)} />}
        limited={this.#largest !== undefined}
        onChange={(change) => this.change(change)}
        onFocus={(editing) => this.#focus(editing)}
      />
    );
  }

  letters() {
    const { view, stale } = this.#previewing.shown;
    const { photo_width_px: width, photo_height_px: height } = this.#ports.product;
    return (
      view && (
        <Letters {...{ view, stale }} surface={surfaceOf(this.#ports.product)} box={[0, 0, width, height]} />
      )
    );
  }

  close(): void {
    this.#previewing.stop();
  }

  change(change: Partial<Lettering>): void {
    this.lettering = { ...this.lettering, ...change };
    if (SIZING.some((name) => name in change)) this.#largest = undefined;
    this.#want();
    this.#ports.onChange();
  }

  get #font(): Font {
    const { content, font } = this.lettering;
    return fontFor(content, font, this.fonts, this.#ports.languages);
  }

  #want(): void {
    const { id, zones } = this.#ports.product;
    const text = this.layer();
    const zone = zones[0]?.name;
    this.#previewing.want(text ? { product_id: id, text, ...(zone && { zone }) } : null);
  }

  /** As asked for; where that is too large, as large as fits, and the control says so. */
  async #set(request: LetteringRequest, signal: AbortSignal): Promise<LetteringView> {
    const { setText } = this.#ports.client;
    try {
      return await setText(request, signal);
    } catch (error) {
      if ((error as { pointer?: string }).pointer !== TOO_LARGE) throw error;
      const { size_mm: _, ...text } = request.text;
      const { size_mm: largest } = await setText({ ...request, text }, signal);
      signal.throwIfAborted();
      this.#largest = largest;
      // Its rim follows the size.
      return setText({ ...request, text: this.layer() ?? text }, signal);
    }
  }

  #focus(editing: boolean): void {
    if (editing === this.editing) return;
    this.editing = editing;
    this.#ports.onChange();
  }
}
