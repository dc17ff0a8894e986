/** One JSON request with a time limit; everything that goes wrong is a Problem. */

import { Problem, problemFrom } from "./problem.js";

const TIMEOUT_MS = 15_000;

export interface Call {
  method?: "GET" | "POST";
  body?: object;
  headers?: Record<string, string>;
  timeoutMs?: number;
  /** Ends the call, in place of a time limit. */
  signal?: AbortSignal;
}

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export async function requestJson<Answer>(fetch: Fetch, url: string, call: Call = {}): Promise<Answer> {
  const { body, headers, method = "GET", timeoutMs = TIMEOUT_MS, signal } = call;
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? AbortSignal.timeout(timeoutMs),
      credentials: "omit",
    });
    if (!response.ok) throw await problemFrom(response);
    return (await response.json()) as Answer;
  } catch (error) {
    throw Problem.of(error);
  }
}
