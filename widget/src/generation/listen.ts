/** One WebSocket connection's worth of progress events. */

import type { ProgressEvent, StreamAccess } from "../api/types.js";
import { endingOf } from "./state.js";

/** A connection that says nothing for so long is taken for dead (a step reports at least this often). */
const SILENCE_MS = 20_000;

export type SocketLike = Pick<WebSocket, "send" | "close" | "addEventListener">;
export type OpenSocket = (url: string) => SocketLike;

/**
 * Subscribes after event `after` and hands events to `deliver` until the socket closes, falls silent, the
 * generation ends, `deliver` answers false (an event is missing), or `signal` is aborted. Whether any came.
 */
export function listen(
  generationId: string,
  stream: StreamAccess,
  after: number,
  deliver: (event: ProgressEvent) => boolean,
  openSocket: OpenSocket,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tryOpen(openSocket, stream);
    if (!socket) return resolve(false);
    let heard = false;
    let watchdog = setTimeout(finish, SILENCE_MS);

    function finish(): void {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", finish);
      socket?.close();
      resolve(heard);
    }

    signal.addEventListener("abort", finish);
    socket.addEventListener("open", () => {
      socket.send(JSON.stringify({ action: "subscribe", generation_id: generationId, after }));
    });
    socket.addEventListener("message", (message) => {
      const event = parse((message as MessageEvent<unknown>).data);
      if (!event || event.generation_id !== generationId) return;
      heard = true;
      clearTimeout(watchdog);
      watchdog = setTimeout(finish, SILENCE_MS);
      if (!deliver(event) || endingOf(event.type)) finish();
    });
    socket.addEventListener("close", finish);
    socket.addEventListener("error", finish);
  });
}

function tryOpen(openSocket: OpenSocket, stream: StreamAccess): SocketLike | null {
  try {
    const url = new URL(stream.url);
    url.searchParams.set("ticket", stream.ticket);
    return openSocket(url.href);
  } catch {
    return null;
  }
}

function parse(data: unknown): ProgressEvent | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    const isEvent = typeof frame === "object" && frame !== null && "seq" in frame && "type" in frame;
    return isEvent ? (frame as ProgressEvent) : null;
  } catch {
    return null;
  }
}
