/** Has the server set what is being written: not at every key, never twice the same, and only the latest counts. */

import type { Problem } from "../api/problem.js";
import type { LetteringRequest, LetteringView } from "../api/types.js";

/** A pause in writing. */
const PAUSE_MS = 220;
const KEPT = 40;

export interface Shown {
  readonly view: LetteringView | null;
  /** Why there are no letters to show. */
  readonly problem: Problem | null;
  /** Whether what is shown is older than what is written. */
  readonly stale: boolean;
}

export const NOTHING: Shown = { view: null, problem: null, stale: false };

export type SetText = (request: LetteringRequest, signal: AbortSignal) => Promise<LetteringView>;

export class Previewing {
  shown: Shown = NOTHING;
  readonly #setText: SetText;
  readonly #onChange: () => void;
  readonly #known = new Map<string, LetteringView>();
  #wanted = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();

  constructor(setText: SetText, onChange: () => void) {
    this.#setText = setText;
    this.#onChange = onChange;
  }

  /** Shows this; null shows nothing. What was asked for before is given up. */
  want(request: LetteringRequest | null): void {
    const key = request ? JSON.stringify(request) : "";
    if (key === this.#wanted) return;
    this.stop();
    this.#wanted = key;
    const known = this.#known.get(key);
    if (!request || known) this.#show({ view: known ?? null, problem: null, stale: false });
    else {
      this.#show({ ...this.shown, stale: true });
      this.#timer = setTimeout(() => void this.#ask(key, request), PAUSE_MS);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async #ask(key: string, request: LetteringRequest): Promise<void> {
    const { signal } = this.#abort;
    try {
      const view = await this.#setText(request, signal);
      this.#keep(key, view);
      if (!signal.aborted) this.#show({ view, problem: null, stale: false });
    } catch (error) {
      // Of the main script's own class, which this one knows by its members alone.
      if (!signal.aborted) this.#show({ view: null, problem: error as Problem, stale: false });
    }
  }

  #keep(key: string, view: LetteringView): void {
    this.#known.set(key, view);
    const [oldest = key] = this.#known.keys();
    if (this.#known.size > KEPT) this.#known.delete(oldest);
  }

  #show(shown: Shown): void {
    this.shown = shown;
    this.#onChange();
  }
}
