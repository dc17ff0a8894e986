import { expect, test } from "vitest";
import { idempotencyKey, LuneoClient } from "../src/api/client.js";
import { Problem } from "../src/api/problem.js";
import { ShopperSession, type TokenStore } from "../src/api/session.js";
import { fakeApi, json, problem, view } from "./fakes.js";

const BASE = "https://luneo.test";
const SESSIONS = "POST /api/widget/sessions";

function memory(): TokenStore & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

test("a refusal is known as one wherever its class comes from, and anything else is no answer", () => {
  const foreign = { ...new Problem("uncovered-characters", 422, "") };
  expect(Problem.of(foreign)).toBe(foreign);
  for (const fault of [new TypeError("Failed to fetch"), "gone", null])
    expect(Problem.of(fault)).toMatchObject({ slug: "network", status: 0 });
});

/** Sessions that last `seconds`, their tokens numbered. */
function minting(seconds: number, now: () => number) {
  let minted = 0;
  return () => {
    minted += 1;
    const expires_at = new Date(now() + seconds * 1000).toISOString();
    return json({ token: `token-${minted}`, expires_at, shopper_id: "shp_1" }, 201);
  };
}

function setUp(
  routes: Parameters<typeof fakeApi>[0],
  options: { now?: () => number; store?: TokenStore } = {},
) {
  const now = options.now ?? Date.now;
  const api = fakeApi({ [SESSIONS]: minting(900, now), ...routes });
  const tokens = new ShopperSession({
    apiBase: BASE,
    publishableKey: "pk_1",
    productId: "prd_1",
    fetch: api.fetch,
    now,
    store: options.store ?? null,
  });
  return { ...api, client: new LuneoClient({ apiBase: BASE, tokens, locale: "fr", fetch: api.fetch }) };
}

test("concurrent calls share one session", async () => {
  const { asked, client } = setUp({
    "GET /api/ai/styles": { items: [] },
    "GET /api/widget/products/prd_1": {},
  });
  await Promise.all([client.styles(), client.product("prd_1"), client.styles()]);
  expect(asked.filter(({ path }) => path.endsWith("/sessions"))).toHaveLength(1);
  expect(asked[0]?.body).toEqual({ publishable_key: "pk_1", product_id: "prd_1" });
});

test("a token is renewed before it expires, and the shopper stays the same", async () => {
  let time = Date.parse("2026-01-01T00:00:00Z");
  const { asked, client } = setUp({ "GET /api/ai/styles": { items: [] } }, { now: () => time });
  await client.styles();
  time += 880_000;
  await client.styles();
  expect(asked.map(({ headers }) => headers.authorization).filter(Boolean)).toEqual([
    "Bearer token-1",
    "Bearer token-2",
  ]);
  expect(asked.at(-2)?.body.previous_token).toBe("token-1");
});

test("a token that is refused is renewed once and the call repeated", async () => {
  let calls = 0;
  const { client } = setUp({
    "GET /api/ai/styles": () => {
      calls += 1;
      return calls === 1 ? problem("unauthenticated", 401) : json({ items: [] });
    },
  });
  await expect(client.styles()).resolves.toEqual([]);
  const refusing = setUp({ "GET /api/ai/styles": () => problem("unauthenticated", 401) });
  await expect(refusing.client.styles()).rejects.toMatchObject({ slug: "unauthenticated" });
  expect(refusing.asked.filter(({ path }) => path === "/api/ai/styles")).toHaveLength(2);
});

test("the token outlives the page, where the browser lets it", async () => {
  const store = memory();
  await setUp({ "GET /api/ai/styles": { items: [] } }, { store }).client.styles();
  const next = setUp({ "GET /api/ai/styles": { items: [] } }, { store });
  await next.client.styles();
  expect(next.asked[0]?.body.previous_token).toBe("token-1");
});

test("blocked storage does not stop the widget", async () => {
  const blocked = () => {
    throw new Error("SecurityError");
  };
  const { client } = setUp(
    { "GET /api/ai/styles": { items: [] } },
    { store: { getItem: blocked, setItem: blocked } },
  );
  await expect(client.styles()).resolves.toEqual([]);
});

test("a wish carries its idempotency key", async () => {
  const { asked, client } = setUp({ "POST /api/ai/generate": { id: "gen_1" } });
  await client.generate({ product_id: "prd_1", prompt: "a fox", style: "woodcut" }, "key-1");
  expect(asked.at(-1)?.headers["idempotency-key"]).toBe("key-1");
  expect(idempotencyKey()).not.toBe(idempotencyKey());
  expect(idempotencyKey().length).toBeLessThanOrEqual(255);
});

test("a refusal keeps its slug, its status and its request id", async () => {
  const { client } = setUp({ "POST /api/ai/generate": () => problem("out-of-credits", 402) });
  const wish = { product_id: "prd_1", prompt: "a fox", style: "woodcut" };
  await expect(client.generate(wish, "k")).rejects.toMatchObject({
    slug: "out-of-credits",
    status: 402,
    message: "About out-of-credits.",
    requestId: "req-1",
  });
});

test("a proxy's error page and a dead network are problems too", async () => {
  const page = () => new Response("<html>Bad gateway</html>", { status: 502 });
  const { client } = setUp({ "GET /api/ai/styles": page });
  await expect(client.styles()).rejects.toMatchObject({ status: 502, transient: true });
  const dead = setUp({ "GET /api/ai/styles": () => Promise.reject(new TypeError("Failed to fetch")) });
  await expect(dead.client.styles()).rejects.toMatchObject({ slug: "network", status: 0, transient: true });
});

test("events are asked for after the last that is known, a ticket only when there is use for it", async () => {
  const seen: string[] = [];
  const tokens = { token: async () => "t", renew: async () => false };
  const fetch = async (url: string) => {
    seen.push(url);
    return json(view("running"));
  };
  const client = new LuneoClient({ apiBase: BASE, tokens, locale: "en", fetch });
  await client.generation("gen_1", 7);
  await client.generation("gen_1", 9, true);
  expect(seen).toEqual([
    `${BASE}/api/ai/generations/gen_1?after=7&stream=false`,
    `${BASE}/api/ai/generations/gen_1?after=9&stream=true`,
  ]);
});
