import { beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../src/api/problem.js";
import type { GenerationView, StreamAccess } from "../src/api/types.js";
import { follow } from "../src/generation/follow.js";
import type { Action } from "../src/generation/state.js";
import { event, FakeSocket, GENERATION, settle, view } from "./fakes.js";

const STREAM: StreamAccess = { url: "wss://luneo.test/progress", ticket: "ticket-1" };

let sockets: FakeSocket[];
let told: Action[];
let readAfter: number[];
let ticketsAsked: boolean[];
let answers: (GenerationView | Problem)[];
let abort: AbortController;

beforeEach(() => {
  [sockets, told, readAfter, ticketsAsked, answers] = [[], [], [], [], []];
  abort = new AbortController();
});

const start = (stream: StreamAccess | null): Promise<void> =>
  follow(
    GENERATION,
    stream,
    {
      read: async (after, reconnect) => {
        readAfter.push(after);
        ticketsAsked.push(reconnect);
        const answer = answers.shift() ?? view("succeeded");
        if (answer instanceof Problem) throw answer;
        return answer;
      },
      openSocket: (url) => {
        const socket = new FakeSocket(url);
        sockets.push(socket);
        return socket;
      },
      sleep: () => Promise.resolve(),
    },
    (action) => told.push(action),
    abort.signal,
  );
const seqs = (): number[] => told.flatMap((action) => (action.type === "event" ? [action.event.seq] : []));

test("the socket is opened with the ticket and asked for everything after what is known", async () => {
  const done = start(STREAM);
  sockets[0]?.open();
  expect(sockets[0]?.url).toBe("wss://luneo.test/progress?ticket=ticket-1");
  expect(sockets[0]?.sent).toEqual([{ action: "subscribe", generation_id: GENERATION, after: 0 }]);
  sockets[0]?.push(event(1, "step"), event(2, "succeeded"));
  await done;
  expect(seqs()).toEqual([1, 2]);
  expect(sockets[0]?.closed).toBe(true);
});

test("the full view is read once the end was heard", async () => {
  const done = start(STREAM);
  sockets[0]?.push(event(1, "succeeded"));
  await done;
  expect(readAfter).toEqual([1]);
  expect(told.at(-1)).toMatchObject({ type: "view", view: { status: "succeeded" } });
});

test("after a dropped socket a fresh ticket reconnects where the first one stopped", async () => {
  answers = [view("running", { stream: { ...STREAM, ticket: "ticket-2" } })];
  const done = start(STREAM);
  sockets[0]?.push(event(1, "step"), event(2, "step"));
  sockets[0]?.drop();
  await settle();
  sockets[1]?.open();
  expect(sockets[1]?.url).toContain("ticket-2");
  expect(sockets[1]?.sent).toEqual([{ action: "subscribe", generation_id: GENERATION, after: 2 }]);
  sockets[1]?.push(event(2, "step"), event(3, "succeeded"));
  await done;
  expect(seqs()).toEqual([1, 2, 3]);
});

test("without a ticket progress is polled, each time after the last event", async () => {
  answers = [
    view("running", { events: [event(1, "step")] }),
    view("running", { events: [event(1, "step"), event(2, "step")] }),
    view("succeeded", { events: [event(3, "succeeded")] }),
  ];
  await start(null);
  expect(readAfter).toEqual([0, 1, 2]);
  expect(seqs()).toEqual([1, 2, 3]);
  expect(sockets).toEqual([]);
});

test("a missing event is fetched instead of waited for", async () => {
  answers = [view("running", { events: [event(1, "step"), event(2, "step")] })];
  const done = start(STREAM);
  sockets[0]?.push(event(2, "step"));
  expect(sockets[0]?.closed).toBe(true);
  await done;
  expect(seqs()).toEqual([1, 2]);
});

test("the preview makes the artwork's facts be read without leaving the socket", async () => {
  const artwork = {
    width_px: 1,
    height_px: 1,
    native_dpi: 200,
    effective_dpi: 300,
    minimum_dpi: 100,
    width_mm: 1,
    height_mm: 1,
  };
  answers = [view("previewed", { artwork })];
  const done = start(STREAM);
  sockets[0]?.push(event(1, "preview", { url: "p" }));
  await settle();
  expect(told.at(-1)).toMatchObject({ type: "view", view: { artwork } });
  expect(sockets[0]?.closed).toBe(false);
  sockets[0]?.push(event(2, "succeeded"));
  await done;
});

test("events of another generation are passed over", async () => {
  const done = start(STREAM);
  sockets[0]?.push({ ...event(1, "failed"), generation_id: "gen_other" });
  expect(sockets[0]?.closed).toBe(false);
  expect(told).toEqual([]);
  sockets[0]?.push(event(1, "succeeded"));
  await done;
  expect(seqs()).toEqual([1]);
});

test.each([
  [
    "a problem",
    JSON.stringify({ type: "/problems/unknown-connection", status: 401, detail: "Connect again" }),
  ],
  [
    "the gateway's own",
    JSON.stringify({ message: "Internal server error", connectionId: "c", requestId: "r" }),
  ],
  ["no JSON", "not json"],
])("a refused subscription is left at once instead of waited on: %s", async (_name, frame) => {
  const done = start(STREAM);
  sockets[0]?.open();
  sockets[0]?.say(frame);
  expect(sockets[0]?.closed).toBe(true);
  await done;
  expect(readAfter).toEqual([0]);
});

test("a stream that only confirms for a while is no blocked one", async () => {
  answers = Array.from({ length: 5 }, () => view("running", { stream: STREAM }));
  const done = start(STREAM);
  for (let turn = 0; turn < 5; turn += 1) {
    sockets.at(-1)?.say(JSON.stringify({ type: "subscribed", generation_id: GENERATION, sent: 0 }));
    sockets.at(-1)?.drop();
    await settle();
  }
  sockets.at(-1)?.push(event(1, "succeeded"));
  await done;
  expect(ticketsAsked).not.toContain(false);
});

test("whatever is dropped, doubled or shuffled on the way, every event is told once and in order", async () => {
  const count = 12;
  const log = Array.from({ length: count }, (_, at) =>
    event(at + 1, at + 1 === count ? "succeeded" : "step"),
  );
  for (let seed = 1; seed <= 40; seed += 1) {
    const chance = dice(seed);
    [sockets, told, readAfter, answers] = [[], [], [], []];
    let written = 0;
    const read = async (after: number, stream: boolean): Promise<GenerationView> => {
      written = Math.min(count, written + chance(3));
      const ended = written === count;
      return view(ended ? "succeeded" : "running", {
        seq: written,
        events: log.slice(after, written),
        ...(stream && !ended ? { stream: STREAM } : {}),
      });
    };
    const openSocket = (url: string): FakeSocket => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      setTimeout(() => {
        socket.open();
        written = Math.min(count, written + chance(5));
        const { after } = socket.sent[0] as { after: number };
        const frames = log
          .slice(after, written)
          .flatMap((one) => (chance(4) === 0 ? [] : chance(4) === 0 ? [one, one] : [one]));
        socket.push(...frames.sort(() => chance(3) - 1));
        socket.drop();
      });
      return socket;
    };
    const sleep = () => Promise.resolve();
    await follow(
      GENERATION,
      STREAM,
      { read, openSocket, sleep },
      (action) => told.push(action),
      new AbortController().signal,
    );
    expect(seqs(), `seed ${seed}`).toEqual(log.map(({ seq }) => seq));
  }
});

test("a socket that cannot be opened at all gives way to polling", async () => {
  answers = [view("running"), view("succeeded")];
  await start({ url: "not an address", ticket: "t" });
  expect(readAfter).toEqual([0, 0]);
});

test("sockets that never deliver are not tried for ever", async () => {
  answers = Array.from({ length: 6 }, () => view("running", { stream: STREAM }));
  const done = start(STREAM);
  for (let turn = 0; turn < 12; turn += 1) {
    sockets.at(-1)?.drop();
    await settle();
  }
  await done;
  expect(sockets).toHaveLength(3);
  expect(ticketsAsked.slice(0, 4)).toEqual([true, true, false, false]);
});

test("a socket that falls silent is left", async () => {
  vi.useFakeTimers();
  const done = start(STREAM);
  sockets[0]?.open();
  await vi.advanceTimersByTimeAsync(30_000);
  await done;
  vi.useRealTimers();
  expect(sockets[0]?.closed).toBe(true);
});

test("passing troubles are outlasted, a refusal is not", async () => {
  answers = [new Problem("network", 0, ""), new Problem("internal-error", 500, ""), view("succeeded")];
  await start(null);
  answers = [new Problem("not-found", 404, "")];
  await expect(start(null)).rejects.toMatchObject({ slug: "not-found" });
});

test("an API that stays away is told of in the end", async () => {
  answers = Array.from({ length: 20 }, () => new Problem("network", 0, ""));
  await expect(start(null)).rejects.toMatchObject({ slug: "network" });
});

test("whoever leaves hears nothing more", async () => {
  const done = start(STREAM);
  abort.abort();
  await done;
  expect(sockets[0]?.closed).toBe(true);
  expect(told).toEqual([]);
});

/** Whole numbers below a bound, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
