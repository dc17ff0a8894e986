import { render } from "preact";
import { LuneoClient } from "./api/client.js";
import { pageStorage, ShopperSession } from "./api/session.js";
import { ErrorBoundary } from "./components/ErrorBoundary.js";
import { Skeleton, WidgetView } from "./components/StudioView.js";
import { handOver } from "./handover.js";
import { chooseLocale, type Language, loadLanguage } from "./i18n.js";
import { Studio } from "./studio.js";
import css from "./styles/widget.css?inline";
import { loadTools } from "./tools/load.js";
import { PARTS } from "./tools/parts.js";

/** Those that a different shop, product or language hangs on: a change starts afresh. */
const IDENTITY = ["publishable-key", "product-id", "locale", "api-base"] as const;
type Attribute = (typeof IDENTITY)[number] | "variant-id" | "quantity";

/** The folder the script came from. A classic script knows it only while it first runs. */
const HOME = new URL(".", (document.currentScript as HTMLScriptElement | null)?.src || import.meta.url).href;

/**
 * `<luneo-widget publishable-key product-id locale? api-base? variant-id? quantity?>`
 *
 * Its light children are the page's own content for when Luneo cannot work here; a child with `slot="intro"`
 * stands above the controls. Fires the events of events.ts.
 */
export class LuneoWidget extends HTMLElement {
  static readonly observedAttributes = IDENTITY;

  readonly #root = this.attachShadow({ mode: "open" });
  #studio: Studio | null = null;
  #language: Language | null = null;
  #queued = false;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet()];
    void this.#open();
  }

  disconnectedCallback(): void {
    this.#studio?.close();
    this.#studio = null;
    render(null, this.#root);
  }

  attributeChangedCallback(): void {
    if (this.#studio) {
      this.disconnectedCallback();
      queueMicrotask(() => this.isConnected && !this.#studio && void this.#open());
    }
  }

  async #open(): Promise<void> {
    const productId = this.#read("product-id");
    const publishableKey = this.#read("publishable-key");
    if (!productId || !publishableKey) {
      render(<slot />, this.#root);
      return;
    }
    const fetch = globalThis.fetch.bind(globalThis);
    const apiBase = this.#read("api-base")?.replace(/\/+$/, "") ?? new URL(HOME).origin;
    const locale = chooseLocale([
      this.#read("locale"),
      this.closest("[lang]")?.getAttribute("lang"),
      ...navigator.languages,
    ]);
    const tokens = new ShopperSession({ apiBase, publishableKey, productId, fetch, store: pageStorage() });
    const client = new LuneoClient({ apiBase, tokens, locale, fetch });
    const studio: Studio = new Studio(productId, {
      client,
      host: this,
      cartLine: () => this.#cartLine(),
      openTools: async (product) => {
        const script = await loadTools(HOME);
        this.#root.adoptedStyleSheets = [sheet(), script.sheet];
        return script.open({
          preact: PARTS,
          client,
          studio,
          product,
          languages: [...navigator.languages, locale],
          onChange: () => this.#invalidate(),
        });
      },
      handOver,
      openSocket: (url) => new WebSocket(url),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onChange: () => this.#invalidate(),
    });
    this.#studio = studio;
    this.#language = null;
    void studio.open();
    const language = await loadLanguage(locale, HOME, fetch);
    if (this.#studio === studio) this.#language = language;
    this.#invalidate();
  }

  /** Several changes often come at once: one drawing for all of them. */
  #invalidate(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.#studio) this.#draw(this.#studio);
    });
  }

  #draw(studio: Studio): void {
    const bare = this.childElementCount === 0;
    const view = this.#language ? (
      <WidgetView studio={studio} language={this.#language} bare={bare} />
    ) : (
      <Skeleton />
    );
    render(<ErrorBoundary onError={(error) => studio.fail(error)}>{view}</ErrorBoundary>, this.#root);
  }

  #cartLine() {
    const quantity = Math.max(1, Math.trunc(Number(this.#read("quantity"))) || 1);
    return { variantId: this.#read("variant-id"), quantity };
  }

  #read(name: Attribute): string | null {
    return this.getAttribute(name) || null;
  }
}

let shared: CSSStyleSheet | null = null;

/** One constructed sheet for all widgets of a page: nothing inline for a content security policy to refuse. */
function sheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(css);
  }
  return shared;
}
