import { h } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { LuneoClient } from "../src/api/client.js";
import type { TextLayer } from "../src/api/types.js";
import { ADD_TO_CART, type AddToCartDetail, FAILED, READY } from "../src/events.js";
import { isBlocked, isPresentable } from "../src/generation/state.js";
import { Studio, type StudioPorts } from "../src/studio.js";
import type { LetteringTool, Tools } from "../src/tools/contract.js";
import { event, FakeSocket, fakeApi, GENERATION, json, PRODUCT, problem, settle, view } from "./fakes.js";

const ROUTES = {
  "GET /api/widget/products/prd_1": PRODUCT,
  "GET /api/ai/styles": {
    items: [
      { slug: "embroidery", name: { en: "Embroidery" }, palette: [] },
      { slug: "woodcut", name: { en: "Woodcut" }, palette: [] },
    ],
  },
  "POST /api/ai/generate": { id: GENERATION, stream: { url: "wss://luneo.test", ticket: "t" } },
  [`GET /api/ai/generations/${GENERATION}`]: view("succeeded", { preview_url: "preview.png" }),
  [`POST /api/ai/generations/${GENERATION}/cancel`]: view("cancelled"),
  "POST /api/designs": { id: "dsg_1" },
  "POST /api/designs/dsg_1/share": { url: "https://luneo.test/shared/abc" },
};

/** Somebody wrote a name. */
const TEXT: TextLayer = { content: "Anna & Zoé", font: "sans", size_mm: 14 };
const LETTERING_TOOL: LetteringTool = {
  editing: false,
  layer: () => TEXT,
  panel: () => h("div", {}),
  letters: () => null,
  close: () => undefined,
};
const TOOLS: Tools = { lettering: LETTERING_TOOL, changing: { panel: () => null } };

function setUp(routes: Parameters<typeof fakeApi>[0] = {}, ports: Partial<StudioPorts> = {}) {
  const api = fakeApi({ ...ROUTES, ...routes });
  const host = new EventTarget();
  const sockets: FakeSocket[] = [];
  const shared: string[] = [];
  const tokens = { token: async () => "token", renew: async () => false };
  const studio = new Studio("prd_1", {
    client: new LuneoClient({ apiBase: "https://luneo.test", tokens, locale: "en", fetch: api.fetch }),
    host,
    cartLine: () => ({ variantId: "var_1", quantity: 2 }),
    openSocket: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    sleep: () => Promise.resolve(),
    handOver: async (url) => shared.push(url) > 0,
    openTools: () => new Promise(() => undefined),
    onChange: () => undefined,
    ...ports,
  });
  return { ...api, host, shared, sockets, studio };
}

/** Fetches take a few turns of the event loop, not only microtasks. */
const until = (holds: () => boolean): Promise<void> => vi.waitFor(() => expect(holds()).toBe(true));

async function presentable(routes = {}) {
  const parts = setUp(routes);
  await parts.studio.open();
  parts.studio.write("  a fox  ");
  parts.studio.create();
  await until(() => parts.sockets.length === 1);
  parts.sockets[0]?.push(event(1, "preview", { url: "preview.png" }), event(2, "succeeded"));
  await until(() => parts.studio.state.creation.phase === "succeeded");
  return parts;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("opening tells the page of the product and offers only its styles", async () => {
  const { host, studio } = setUp();
  const ready = vi.fn();
  host.addEventListener(READY, ready);
  await studio.open();
  expect(studio.state.styles.map(({ slug }) => slug)).toEqual(["woodcut"]);
  expect(studio.state.style).toBe("woodcut");
  expect(ready.mock.calls[0]?.[0].detail.product.name).toBe("Mug");
});

test("a widget that cannot work here says so to the page, and may be opened again", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  let refused = true;
  const { host, studio } = setUp({
    "GET /api/ai/styles": () => (refused ? problem("origin-not-allowed", 403) : json({ items: [] })),
  });
  const failed = vi.fn();
  host.addEventListener(FAILED, failed);
  await studio.open();
  expect(failed.mock.calls[0]?.[0].detail).toEqual({
    slug: "origin-not-allowed",
    detail: "About origin-not-allowed.",
  });
  refused = false;
  await studio.open();
  expect(studio.state.failure).toBeNull();
  expect(studio.state.product?.id).toBe("prd_1");
});

test.each([
  ["   ", "promptEmpty"],
  ["x".repeat(PROMPT_LIMIT + 1), "promptTooLong"],
])("a text unfit for a wish is not sent (%#)", async (prompt, fault) => {
  const { asked, studio } = setUp();
  await studio.open();
  studio.write(prompt);
  expect(studio.create()).toBe(false);
  expect(studio.state.promptFault).toBe(fault);
  expect(asked.some(({ path }) => path.endsWith("/generate"))).toBe(false);
});

test("a wish names product, zone, style, language and the trimmed words", async () => {
  const { asked } = await presentable();
  expect(asked.find(({ path }) => path.endsWith("/generate"))?.body).toEqual({
    product_id: "prd_1",
    zone: "front",
    style: "woodcut",
    prompt: "a fox",
    locale: "en",
  });
});

test("a text goes along once there is what sets it, and without that the rest works", async () => {
  for (const [openTools, text] of [
    [async () => TOOLS, TEXT],
    [() => Promise.reject(new Error("blocked")), undefined],
  ] as const) {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { asked, studio } = setUp({}, { openTools });
    await studio.open();
    await settle();
    studio.write("a fox");
    studio.create();
    await until(() => asked.some(({ path }) => path.endsWith("/generate")));
    expect(asked.find(({ path }) => path.endsWith("/generate"))?.body.text).toEqual(text);
  }
});

test("a retry after a lost answer keeps the key, after a failed generation it takes a new one", async () => {
  let attempts = 0;
  const { asked, sockets, studio } = setUp({
    "POST /api/ai/generate": () => {
      attempts += 1;
      if (attempts === 1) return Promise.reject(new TypeError("Failed to fetch"));
      return json(ROUTES["POST /api/ai/generate"], 202);
    },
    [`GET /api/ai/generations/${GENERATION}`]: view("failed", {
      reason: { slug: "provider-unavailable", detail: "" },
    }),
  });
  await studio.open();
  studio.write("a fox");
  studio.create();
  await until(() => studio.state.creation.problem?.slug === "network");
  studio.retry();
  await until(() => sockets.length === 1);
  sockets[0]?.push(event(1, "failed", { reason: "provider-unavailable" }));
  await until(() => studio.state.creation.phase === "failed");
  studio.retry();
  await until(() => sockets.length === 2);
  const keys = asked
    .filter(({ path }) => path.endsWith("/generate"))
    .map(({ headers }) => headers["idempotency-key"]);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  studio.close();
});

test("cancelling before the API knows the wish does nothing, and afterwards ends it", async () => {
  const { asked, sockets, studio } = setUp();
  await studio.open();
  studio.write("a fox");
  studio.create();
  studio.cancel();
  expect(studio.state.creation.cancelling).toBe(false);
  await until(() => sockets.length === 1);
  studio.cancel();
  studio.cancel();
  await until(() => studio.state.creation.phase === "cancelled");
  expect(asked.filter(({ path }) => path.endsWith("/cancel"))).toHaveLength(1);
  studio.close();
});

test("the cart event says everything a shop needs for a line", async () => {
  const { host, studio } = await presentable();
  const lines: AddToCartDetail[] = [];
  host.addEventListener(ADD_TO_CART, (heard) => {
    expect(heard).toMatchObject({ bubbles: true, composed: true, cancelable: true });
    lines.push((heard as CustomEvent<AddToCartDetail>).detail);
  });
  await studio.addToCart();
  expect(lines).toEqual([
    {
      design_id: "dsg_1",
      generation_id: GENERATION,
      preview_url: "preview.png",
      variant_id: "var_1",
      quantity: 2,
      price: { amount: 2400, currency: "EUR" },
      properties: {
        prompt: "a fox",
        style: "woodcut",
        _luneo_generation: GENERATION,
        _luneo_design: "dsg_1",
      },
    },
  ]);
  expect(studio.state.result.note).toBe("added");
});

test("what the shop could not make is kept but not sold", async () => {
  const largest_size_mm = { width: 80, height: 40 };
  const production = {
    allowed: false,
    blocks: [{ slug: "resolution-too-low", detail: "", largest_size_mm }],
  };
  const { host, studio } = await presentable({
    [`GET /api/ai/generations/${GENERATION}`]: view("succeeded", { preview_url: "preview.png", production }),
  });
  const heard = vi.fn();
  host.addEventListener(ADD_TO_CART, heard);
  await until(() => isBlocked(studio.state.creation));
  await studio.addToCart();
  expect(heard).not.toHaveBeenCalled();
});

test("a page that takes the cart over says of success what it wants", async () => {
  const { host, studio } = await presentable();
  host.addEventListener(ADD_TO_CART, (heard) => heard.preventDefault());
  await studio.addToCart();
  expect(studio.state.result.note).toBeNull();
});

test("a cart does not wait for a design that cannot be saved", async () => {
  const { host, studio } = await presentable({ "POST /api/designs": () => problem("internal-error", 500) });
  const heard = vi.fn();
  host.addEventListener(ADD_TO_CART, heard);
  await studio.addToCart();
  expect(heard.mock.calls[0]?.[0].detail).toMatchObject({ design_id: null, generation_id: GENERATION });
});

test("while its files are still made a cart goes without a saved design, and saving waits for them", async () => {
  let status: "previewed" | "succeeded" = "previewed";
  const { asked, host, sockets, studio } = setUp({
    [`GET /api/ai/generations/${GENERATION}`]: () => json(view(status, { preview_url: "preview.png" })),
  });
  const heard = vi.fn();
  host.addEventListener(ADD_TO_CART, heard);
  await studio.open();
  studio.write("a fox");
  studio.create();
  await until(() => sockets.length === 1);
  sockets[0]?.push(event(1, "preview", { url: "preview.png" }));
  await studio.addToCart();
  expect(heard.mock.calls[0]?.[0].detail.design_id).toBeNull();
  const saved = studio.save();
  await settle();
  expect(studio.state.result.saving).toBe(true);
  expect(asked.some(({ path }) => path === "/api/designs")).toBe(false);
  status = "succeeded";
  sockets[0]?.push(event(2, "succeeded"));
  await saved;
  expect(studio.state.result).toMatchObject({ designId: "dsg_1", note: "saved", saving: false });
});

test("a design is saved once, however it is kept, shared and bought", async () => {
  const { asked, shared, studio } = await presentable();
  await studio.save();
  expect(studio.state.result.note).toBe("saved");
  await studio.share();
  await studio.share();
  await studio.addToCart();
  expect(asked.filter(({ path }) => path === "/api/designs")).toHaveLength(1);
  expect(asked.filter(({ path }) => path.endsWith("/share"))).toHaveLength(1);
  expect(shared).toEqual(["https://luneo.test/shared/abc", "https://luneo.test/shared/abc"]);
});

test("an earlier design can be taken up again", async () => {
  const { sockets, studio } = await presentable();
  expect(studio.state.earlier).toHaveLength(1);
  const [first] = studio.state.earlier;
  studio.write("a hare");
  studio.create();
  await until(() => sockets.length === 2);
  expect(isPresentable(studio.state.creation)).toBe(false);
  if (first) studio.show(first);
  await settle();
  expect(studio.state.creation).toEqual(first?.creation);
  expect(studio.state.wish?.prompt).toBe("a fox");
  expect(sockets[1]?.closed).toBe(true);
});

test("an earlier design whose files were still made is followed to its end", async () => {
  let status: "previewed" | "succeeded" = "previewed";
  const { sockets, studio } = setUp({
    [`GET /api/ai/generations/${GENERATION}`]: () => json(view(status, { preview_url: "preview.png" })),
  });
  await studio.open();
  studio.write("a fox");
  studio.create();
  await until(() => sockets.length === 1);
  sockets[0]?.push(event(1, "preview", { url: "preview.png" }));
  await until(() => studio.state.earlier.length === 1);
  studio.create();
  status = "succeeded";
  const [first] = studio.state.earlier;
  if (first) studio.show(first);
  await until(() => studio.state.creation.phase === "succeeded");
});
