/** Stand-ins for the network: an API that answers from a table, and a socket that a test speaks through. */

import type { GenerationView, ProgressEvent, WidgetProductView } from "../src/api/types.js";
import type { SocketLike } from "../src/generation/listen.js";

export const GENERATION = "gen_1";

export interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

type Answer = object | (() => Response | Promise<Response>);

/** `routes` maps "POST /path" (query left out) to a JSON answer or to what makes a response. */
export function fakeApi(routes: Record<string, Answer>) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname } = new URL(url);
    const method = init.method ?? "GET";
    asked.push({
      method,
      path: pathname,
      body: init.body ? JSON.parse(String(init.body)) : {},
      headers: init.headers as Record<string, string>,
    });
    const answer = routes[`${method} ${pathname}`];
    if (typeof answer === "function") return answer();
    return answer ? json(answer) : problem("not-found", 404);
  };
  return { asked, fetch };
}

export function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

export function problem(slug: string, status: number): Response {
  return json({ type: `/problems/${slug}`, status, detail: `About ${slug}.`, request_id: "req-1" }, status);
}

export function event(seq: number, type: string, data: Record<string, unknown> = {}): ProgressEvent {
  const name = `generation.${type}` as ProgressEvent["type"];
  return { seq, generation_id: GENERATION, type: name, at: "2026-01-01T00:00:00.000Z", data };
}

export function view(status: GenerationView["status"], more: Partial<GenerationView> = {}): GenerationView {
  return {
    id: GENERATION,
    status,
    product_id: "prd_1",
    style: "woodcut",
    prompt: "a fox",
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    seq: 0,
    progress: 0,
    zone: "front",
    seed: 1,
    files: [],
    events: [],
    ...more,
  };
}

export const PRODUCT: WidgetProductView = {
  id: "prd_1",
  name: "Mug",
  process: "print",
  price: { amount: 2400, currency: "EUR" },
  photo_url: "https://luneo.test/photo.webp",
  photo_width_px: 600,
  photo_height_px: 400,
  zones: [
    {
      name: "front",
      quad: [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ],
      size_mm: { width: 80, height: 60 },
      curvature: 0,
      bow: [0, 0],
      reachable_dpi: 240,
    },
  ],
  has_model: true,
  styles: ["woodcut"],
};

export class FakeSocket extends EventTarget implements SocketLike {
  readonly sent: unknown[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
  }

  send(frame: string): void {
    this.sent.push(JSON.parse(frame));
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.dispatchEvent(new Event("open"));
  }

  push(...events: ProgressEvent[]): void {
    for (const one of events) this.say(JSON.stringify(one));
  }

  say(data: string): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  drop(): void {
    this.dispatchEvent(new Event("close"));
  }
}

/** Lets everything that is ready to run do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
