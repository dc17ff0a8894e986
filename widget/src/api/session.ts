/** The shopper's short-lived token: minted once, renewed before it expires, shared by concurrent calls. */

import { type Fetch, requestJson } from "./http.js";
import type { WidgetSessionView } from "./types.js";

const RENEW_BEFORE_MS = 30_000;

export interface TokenSource {
  /** A token that is good for the next request. */
  token(): Promise<string>;
  /** Drops a token the API no longer accepts; false when no other can be had. */
  renew(): Promise<boolean>;
}

/** What remembers the last token between page loads, so that a shopper keeps its designs. */
export type TokenStore = Pick<Storage, "getItem" | "setItem">;

export interface SessionOptions {
  apiBase: string;
  publishableKey: string;
  productId?: string | undefined;
  fetch: Fetch;
  store?: TokenStore | null;
  now?: () => number;
}

export class ShopperSession implements TokenSource {
  #current: WidgetSessionView | null = null;
  #minting: Promise<WidgetSessionView> | null = null;
  readonly #options: SessionOptions;
  readonly #now: () => number;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  async token(): Promise<string> {
    if (this.#current && Date.parse(this.#current.expires_at) - this.#now() > RENEW_BEFORE_MS) {
      return this.#current.token;
    }
    return (await this.#mint()).token;
  }

  async renew(): Promise<boolean> {
    this.#current = null;
    await this.#mint();
    return true;
  }

  #mint(): Promise<WidgetSessionView> {
    this.#minting ??= this.#request().finally(() => {
      this.#minting = null;
    });
    return this.#minting;
  }

  async #request(): Promise<WidgetSessionView> {
    const { apiBase, fetch, publishableKey, productId } = this.#options;
    const previous = this.#current?.token ?? this.#remembered();
    const session = await requestJson<WidgetSessionView>(fetch, `${apiBase}/api/widget/sessions`, {
      method: "POST",
      body: {
        publishable_key: publishableKey,
        ...(productId ? { product_id: productId } : {}),
        ...(previous ? { previous_token: previous } : {}),
      },
    });
    this.#current = session;
    this.#remember(session.token);
    return session;
  }

  get #storeKey(): string {
    return `luneo:${this.#options.publishableKey}`;
  }

  #remembered(): string | null {
    return guarded(() => this.#options.store?.getItem(this.#storeKey) ?? null);
  }

  #remember(token: string): void {
    guarded(() => this.#options.store?.setItem(this.#storeKey, token));
  }
}

/** Storage may be blocked by the browser; the widget then forgets and works on. */
function guarded<Value>(use: () => Value): Value | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/** The page's storage, or null where the browser refuses it. */
export function pageStorage(): TokenStore | null {
  return guarded(() => globalThis.localStorage);
}
