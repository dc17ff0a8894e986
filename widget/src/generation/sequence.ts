/** Puts progress events that come twice, late or out of order back into their one order. */

import type { ProgressEvent } from "../api/types.js";

export class EventSequence {
  #waiting = new Map<number, ProgressEvent>();
  #handedOut = 0;

  /** The `seq` up to which everything was handed out: what to ask for after a reconnect. */
  get last(): number {
    return this.#handedOut;
  }

  /** Whether an event is missing between what was handed out and what has arrived. */
  get hasGap(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes one event in; gives every event that is now due, in order. */
  take(event: ProgressEvent): ProgressEvent[] {
    if (event.seq > this.#handedOut) this.#waiting.set(event.seq, event);
    const due: ProgressEvent[] = [];
    for (let next = this.#next(); next; next = this.#next()) due.push(next);
    return due;
  }

  #next(): ProgressEvent | undefined {
    const event = this.#waiting.get(this.#handedOut + 1);
    if (event) {
      this.#handedOut = event.seq;
      this.#waiting.delete(event.seq);
    }
    return event;
  }
}
