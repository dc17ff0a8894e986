/** The calls of the API that the front ends make. */

import { type Call, type Fetch, requestJson } from "./http.js";
import { Problem } from "./problem.js";
import type { TokenSource } from "./session.js";
import type {
  DesignView,
  FontList,
  FontView,
  GenerateRequest,
  GenerationAccepted,
  GenerationView,
  LetteringRequest,
  LetteringView,
  ShareView,
  StyleList,
  StyleView,
  WidgetProductView,
} from "./types.js";

const UNAUTHENTICATED = 401;

export interface ClientOptions {
  apiBase: string;
  tokens: TokenSource;
  locale: string;
  fetch: Fetch;
}

export class LuneoClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  product(id: string): Promise<WidgetProductView> {
    const { locale } = this.#options;
    return this.#call(`/api/widget/products/${encodeURIComponent(id)}?locale=${encodeURIComponent(locale)}`);
  }

  async styles(): Promise<StyleView[]> {
    const page = await this.#call<StyleList>("/api/ai/styles");
    return page.items;
  }

  async fonts(): Promise<FontView[]> {
    const page = await this.#call<FontList>("/api/ai/fonts");
    return page.items;
  }

  /** The text as it would be printed; nothing is kept or charged. */
  readonly setText = (body: LetteringRequest, signal: AbortSignal): Promise<LetteringView> =>
    this.#call("/api/ai/lettering", { method: "POST", body, signal });

  /** `key` is the same for every attempt at one wish, so that a lost answer is never charged twice. */
  generate(body: GenerateRequest, key: string): Promise<GenerationAccepted> {
    return this.#call("/api/ai/generate", created({ locale: this.#options.locale, ...body }, key));
  }

  /** The generation and its events after the `after`-th; with `stream`, a fresh ticket while it is unfinished. */
  generation(id: string, after = 0, stream = false): Promise<GenerationView> {
    return this.#call(`${generationPath(id)}?after=${after}&stream=${stream}`);
  }

  cancel(id: string): Promise<GenerationView> {
    return this.#call(`${generationPath(id)}/cancel`, { method: "POST" });
  }

  saveDesign(generationId: string, key: string, timeoutMs?: number): Promise<DesignView> {
    const call = created({ generation_id: generationId }, key);
    return this.#call("/api/designs", timeoutMs ? { ...call, timeoutMs } : call);
  }

  share(designId: string): Promise<ShareView> {
    return this.#call(`/api/designs/${designId}/share`, { method: "POST" });
  }

  async #call<Answer>(path: string, call: Call = {}): Promise<Answer> {
    try {
      return await this.#send<Answer>(path, call);
    } catch (error) {
      const expired = error instanceof Problem && error.status === UNAUTHENTICATED;
      if (!expired || !(await this.#options.tokens.renew())) throw error;
      return this.#send<Answer>(path, call);
    }
  }

  async #send<Answer>(path: string, call: Call): Promise<Answer> {
    const { apiBase, fetch, tokens } = this.#options;
    const headers = { ...call.headers, authorization: `Bearer ${await tokens.token()}` };
    return requestJson<Answer>(fetch, apiBase + path, { ...call, headers });
  }
}

function created(body: object, key: string): Call {
  return { method: "POST", body, headers: { "idempotency-key": key } };
}

function generationPath(id: string): string {
  return `/api/ai/generations/${id}`;
}

/** 128 random bits; unlike `crypto.randomUUID`, also on pages without TLS. */
export function idempotencyKey(): string {
  return crypto.getRandomValues(new Uint8Array(16)).join("-");
}
