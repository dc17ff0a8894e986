/** One WebSocket connection's worth of progress events. */

import type { ProgressEvent, StreamAccess } from "../api/types.js";
import { endingOf } from "./state.js";

/** A connection that says nothing for so long is taken for dead (a step reports at least this often). */
const SILENCE_MS = 20_000;

export type SocketLike = Pick<WebSocket, "send" | "close" | "addEventListener">;
export type OpenSocket = (url: string) => SocketLike;

/**
 * Subscribes after event `after` and hands events to `deliver` until the socket closes, falls silent, refuses, the
 * generation ends, `deliver` answers false (an event is missing), or `signal` is aborted. Whether the stream answered.
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
      const frame = parse((message as MessageEvent<unknown>).data);
      // All that was asked is to subscribe: what is no frame of ours is the refusal of that.
      if (!frame) return finish();
      if (frame.generation_id !== generationId) return;
      heard = true;
      clearTimeout(watchdog);
      watchdog = setTimeout(finish, SILENCE_MS);
      if (isEvent(frame) && (!deliver(frame) || endingOf(frame.type))) finish();
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

interface Subscribed {
  type: "subscribed";
  generation_id: string;
}

function isEvent(frame: ProgressEvent | Subscribed): frame is ProgressEvent {
  return "seq" in frame;
}

function parse(data: unknown): ProgressEvent | Subscribed | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    const isOurs = typeof frame === "object" && frame !== null && "generation_id" in frame;
    return isOurs ? (frame as ProgressEvent | Subscribed) : null;
  } catch {
    return null;
  }
}
