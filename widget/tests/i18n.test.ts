import { expect, test } from "vitest";
import changing from "../languages/changing/en.json";
import en from "../languages/en.json";
import lettering from "../languages/lettering/en.json";
import { Problem } from "../src/api/problem.js";
import { chooseLocale, explain, fill, LANGUAGES, loadLanguage, stepText } from "../src/i18n.js";
import { json } from "./fakes.js";

const FILES = import.meta.glob<{ default: unknown }>("../languages/*.json", { eager: true });
const TOOLS = import.meta.glob<{ default: unknown }>("../languages/*/*.json", { eager: true });

/** Every text by its path: `steps.blend`, `problems.network.0`. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    texts(inner, path ? `${path}.${key}` : key),
  );
}
const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test.each(Object.entries(FILES))(
  "%s has every text, with the same places to fill",
  (_, { default: language }) => {
    const expected = texts(en).map(([path, text]) => [path, places(text)]);
    expect(texts(language).map(([path, text]) => [path, places(text)])).toEqual(expected);
    for (const [path, text] of texts(language)) expect(text.trim(), path).not.toBe("");
  },
);

test.each(Object.keys(FILES))("%s has a file for every tool too, with the same places to fill", (file) => {
  for (const [tool, english] of Object.entries({ changing, lettering })) {
    const { default: words } = TOOLS[file.replace("languages/", `languages/${tool}/`)] ?? {};
    const expected = texts(english).map(([path, text]) => [path, places(text)]);
    expect(texts(words).map(([path, text]) => [path, places(text)])).toEqual(expected);
  }
});

test("languages are known by their files", () => {
  expect(LANGUAGES).toEqual(["en", "fr"]);
});

test.each([
  [["fr-CA", "en"], "fr-CA"],
  [[null, "de", "fr"], "fr"],
  [["FR-be"], "FR-be"],
  [["de", undefined], "en"],
  [["fr-!!", "en"], "fr"],
  [["", "zz-ZZ"], "en"],
])("of %j the locale is %s", (wanted, locale) => {
  expect(chooseLocale(wanted)).toBe(locale);
  expect(() => new Intl.NumberFormat(chooseLocale(wanted))).not.toThrow();
});

test("a language is fetched from beside the script, and English serves where that fails", async () => {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    return json({ ...en, create: "Créer" });
  };
  const french = await loadLanguage("fr-CA", "https://cdn.test/v1/", fetch);
  expect(asked).toEqual(["https://cdn.test/v1/languages/fr.json"]);
  expect(french).toMatchObject({ locale: "fr-CA", messages: { create: "Créer" } });
  const lost = await loadLanguage("fr", "https://cdn.test/v1/", () => Promise.reject(new Error("offline")));
  expect(lost).toEqual({ locale: "en", messages: en });
});

test("places are filled, and stay where nothing fits", () => {
  expect(fill("{count} of {total}", { count: 3 })).toBe("3 of {total}");
});

test.each([
  ["prompt-rejected", 200, "prompt-rejected"],
  ["change-not-offered", 409, "change-not-offered"],
  ["not-changeable", 409, "not-changeable"],
  ["never-heard-of", 0, "network"],
  ["never-heard-of", 404, "not-found"],
  ["never-heard-of", 422, "invalid"],
  ["never-heard-of", 429, "too-many-requests"],
  ["never-heard-of", 503, "unavailable"],
  ["never-heard-of", 409, "other"],
] as const)("the problem %s of status %i is explained as %s", (slug, status, key) => {
  expect(explain(new Problem(slug, status, ""), en)).toEqual(en.problems[key]);
});

test("a step without a text of its own still has one", () => {
  expect(stepText("blend", en)).toBe(en.steps.blend);
  expect(stepText("polish", en)).toBe(en.steps.other);
  expect(stepText(null, en)).toBe(en.steps.queued);
});
