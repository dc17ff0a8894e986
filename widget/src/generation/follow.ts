/** Follows one generation to its end: the socket while there is a ticket for it, asking the API otherwise. */

import { Problem } from "../api/problem.js";
import type { GenerationView, ProgressEvent, StreamAccess } from "../api/types.js";
import { listen, type OpenSocket } from "./listen.js";
import { EventSequence } from "./sequence.js";
import { type Action, isEnded, PREVIEW } from "./state.js";

/** After so many sockets that never delivered anything, this network does not let them through. */
const SOCKET_ATTEMPTS = 3;
const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 5_000;
const FAILED_READS = 8;

export interface FollowPorts {
  /** With `stream`, an unfinished generation's view has a fresh ticket. */
  read(after: number, stream: boolean): Promise<GenerationView>;
  openSocket: OpenSocket;
  sleep(ms: number): Promise<void>;
}

/**
 * Tells `report` of every event once and in order, and of every full view. Resolves when the generation has ended or `signal` is aborted.
 *
 * @throws Problem when the API refuses to show the generation, or cannot be reached for a long time.
 */
export async function follow(
  id: string,
  firstStream: StreamAccess | null,
  ports: FollowPorts,
  report: (action: Action) => void,
  signal: AbortSignal,
): Promise<void> {
  const sequence = new EventSequence();
  let stream = firstStream;
  let silentSockets = 0;
  let failedReads = 0;
  let wait = FIRST_WAIT_MS;

  const deliver = (event: ProgressEvent): boolean => {
    for (const due of sequence.take(event)) {
      report({ type: "event", event: due });
      if (due.type === PREVIEW) void catchUp().catch(() => undefined);
    }
    return !sequence.hasGap;
  };
  const catchUp = async (reconnect = false): Promise<GenerationView> => {
    const view = await ports.read(sequence.last, reconnect);
    for (const event of view.events) deliver(event);
    if (!signal.aborted) report({ type: "view", view });
    return view;
  };

  while (!signal.aborted) {
    if (stream && silentSockets < SOCKET_ATTEMPTS) {
      const heard = await listen(id, stream, sequence.last, deliver, ports.openSocket, signal);
      silentSockets = heard ? 0 : silentSockets + 1;
      if (heard) wait = FIRST_WAIT_MS;
      if (signal.aborted) return;
    }
    try {
      const view = await catchUp(silentSockets < SOCKET_ATTEMPTS);
      if (isEnded(view.status)) return;
      stream = view.stream ?? null;
      failedReads = 0;
    } catch (error) {
      const problem = Problem.of(error);
      failedReads += 1;
      if (!problem.transient || failedReads >= FAILED_READS) throw problem;
    }
    await ports.sleep(wait);
    wait = Math.min(wait * 1.5, LONGEST_WAIT_MS);
  }
}
