import { expect, test } from "vitest";
import { loadConfig } from "../src/shared/config.js";
import { pageLanguage } from "../src/shared/language.js";
import { add, type CartItem, count, remove, total } from "../src/shop/cart.js";
import { TEXTS } from "../src/shop/texts.js";

const item = (id: string, quantity = 1): CartItem => ({
  name: "Mug",
  design_id: null,
  generation_id: id,
  preview_url: "preview.png",
  variant_id: null,
  quantity,
  price: { amount: 2400, currency: "EUR" },
  properties: {},
});

test("the same design once more is more of the same line", () => {
  const cart = add(add(add([], item("a")), item("b")), item("a", 2));
  expect(cart.map(({ generation_id, quantity }) => [generation_id, quantity])).toEqual([
    ["a", 3],
    ["b", 1],
  ]);
  expect(count(cart)).toBe(4);
  expect(total(cart)).toEqual({ amount: 9600, currency: "EUR" });
  expect(remove(cart, "a").map(({ generation_id }) => generation_id)).toEqual(["b"]);
});

test("an empty cart has no total", () => {
  expect(total([])).toBeNull();
});

test.each([
  ["?lang=fr", ["en"], "fr"],
  ["?lang=xx", ["fr-CA", "en"], "fr"],
  ["", ["de", "en-GB"], "en"],
  ["", [], "en"],
] as const)("with %j and %j the shop speaks %s", (search, preferred, language) => {
  expect(pageLanguage(search, preferred)).toBe(language);
});

test("no text of the shop is empty in any language", () => {
  for (const texts of Object.values(TEXTS)) {
    for (const text of Object.values(texts).flat(2)) {
      expect(typeof text === "function" ? text(2 as never) : text).not.toBe("");
    }
  }
});

const CONFIG = { publishable_key: "pk_1", product_id: "prd_1", brand_name: "Atelier" };
const serving =
  (body: string, status = 200) =>
  () =>
    Promise.resolve(new Response(body, { status }));

test("the shop opens with its configuration and not without", async () => {
  expect(await loadConfig(serving(JSON.stringify(CONFIG)))).toEqual(CONFIG);
  expect(await loadConfig(serving("not found", 404))).toBeNull();
  expect(await loadConfig(serving("<!doctype html>"))).toBeNull();
  expect(await loadConfig(serving(JSON.stringify({ ...CONFIG, product_id: 7 })))).toBeNull();
  expect(await loadConfig(() => Promise.reject(new TypeError("Failed to fetch")))).toBeNull();
});
