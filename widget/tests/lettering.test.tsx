import { Fragment, h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../src/api/problem.js";
import type { FontView, LetteringRequest, LetteringView } from "../src/api/types.js";
import { ENGLISH } from "../src/i18n.js";
import { fontFor, offered } from "../src/lettering/fonts.js";
import { BLANK, layerOf } from "../src/lettering/layer.js";
import { Previewing } from "../src/lettering/previewing.js";
import { Tool } from "../src/lettering/tool.js";
import { PRODUCT, settle } from "./fakes.js";

const font = (key: string, scripts: string[], languages: string[] = []): FontView => ({
  key,
  name: { en: key },
  face: key,
  scripts,
  languages,
});
const FONTS = [
  font("sans", ["Latin", "Cyrillic", "Greek"]),
  font("hand", ["Latin"]),
  font("arabic", ["Arabic", "Latin"]),
  font("chinese-simplified", ["Han", "Latin", "Cyrillic", "Greek"], ["zh-Hans"]),
  font("chinese-traditional", ["Han", "Bopomofo", "Latin", "Cyrillic", "Greek"], ["zh-Hant"]),
  font("japanese", ["Han", "Hiragana", "Katakana", "Latin", "Cyrillic", "Greek"], ["ja"]),
  font("korean", ["Hangul", "Han", "Latin", "Cyrillic", "Greek"], ["ko"]),
];
const VIEW: LetteringView = {
  zone: "front",
  zone_mm: { width: 80, height: 56 },
  size_mm: 14,
  by_tool: false,
  path: "M0.00,56.00L80.00,56.00C80.00,0.00 40.00,0.00 0.00,0.00Z",
  colour: "#1d2422",
  rim: { width_mm: 1.12, colour: "#ffffff" },
};
const PAUSE_MS = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ["#1d2422", "#ffffff"],
  ["#f4e9c8", "#1d2422"],
])("letters of %s are rimmed with %s", (colour, around) => {
  expect(layerOf({ ...BLANK, content: "Anna", colour }, PRODUCT)?.outline?.colour).toBe(around);
});

test("an outline can be left out, or have a colour of one's own", () => {
  expect(layerOf({ ...BLANK, content: "Anna", rim: "none" }, PRODUCT)).not.toHaveProperty("outline");
  const own = layerOf({ ...BLANK, content: "Anna", rim: "own", rimColour: "#b5452c" }, PRODUCT);
  expect(own?.outline?.colour).toBe("#b5452c");
});

test("what is engraved is asked for without a colour, and nothing is asked for where nothing is written", () => {
  const engraved = { ...PRODUCT, process: "engrave" as const };
  expect(layerOf({ ...BLANK, content: "Anna" }, engraved)).not.toHaveProperty("colour");
  expect(layerOf({ ...BLANK, content: "Anna" }, engraved)).not.toHaveProperty("outline");
  expect(layerOf({ ...BLANK, content: "  " }, PRODUCT)).toBeUndefined();
});

test.each([
  ["Anna ❤", ["en"], "hand"],
  ["Ελένη", ["en"], "sans"],
  ["سارة Sara", ["en"], "arabic"],
  ["さくら", ["zh-TW"], "japanese"],
  ["민준 美", ["ja"], "korean"],
  ["東京", ["en-GB", "ja"], "japanese"],
  ["東京", ["zh-TW", "ja"], "chinese-traditional"],
  ["東京", ["zh", "ja"], "chinese-simplified"],
  ["ㄅ", ["fr"], "chinese-traditional"],
  ["ᏣᎳᎩ", ["en"], "hand"],
])("%s is set, for readers of %j, in %s", (text, languages, key) => {
  expect(fontFor(text, "hand", FONTS, languages)).toBe(key);
});

test("fonts made for other scripts are not offered, though they have Latin letters", () => {
  const keys = (text: string) => offered(text, FONTS).map(({ key }) => key);
  expect(keys("Anna")).toEqual(["sans", "hand"]);
  expect(keys("Анна")).toEqual(["sans"]);
  expect(keys("東 Tokyo")).toEqual(["chinese-simplified", "chinese-traditional", "japanese", "korean"]);
});

test("a wish for a font is kept while it lacks the letters", () => {
  expect(fontFor("Anna", "hand", FONTS, [])).toBe("hand");
  expect(fontFor("Анна", "hand", FONTS, [])).toBe("sans");
});

function request(content: string): LetteringRequest {
  return { product_id: "prd_1", text: { content } };
}

test("while someone writes nothing is asked, then once, and what is known is not asked again", async () => {
  const setText = vi.fn(async () => VIEW);
  const previewing = new Previewing(setText, () => undefined);
  for (const content of ["A", "An", "Ann", "Anna"]) previewing.want(request(content));
  expect(previewing.shown.stale).toBe(true);
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(setText.mock.calls).toHaveLength(1);
  expect(previewing.shown).toEqual({ view: VIEW, problem: null, stale: false });
  previewing.want(null);
  expect(previewing.shown.view).toBeNull();
  previewing.want(request("Anna"));
  expect(previewing.shown.view).toBe(VIEW);
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(setText.mock.calls).toHaveLength(1);
});

test("an answer that comes after more was written is given up", async () => {
  const answers: ((view: LetteringView) => void)[] = [];
  const signals: AbortSignal[] = [];
  const previewing = new Previewing(
    (_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
    () => undefined,
  );
  previewing.want(request("An"));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  previewing.want(request("Anna"));
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  answers[1]?.({ ...VIEW, size_mm: 2 });
  answers[0]?.({ ...VIEW, size_mm: 1 });
  await settle();
  expect(previewing.shown.view?.size_mm).toBe(2);
});

function setUp(setText: (asked: LetteringRequest) => Promise<LetteringView>) {
  const root = document.createElement("div");
  const asked: LetteringRequest[] = [];
  const draw = (): void =>
    render(
      <>
        {tool?.panel(ENGLISH, false)}
        {tool?.letters()}
      </>,
      root,
    );
  const client = {
    fonts: async () => FONTS,
    setText: (each: LetteringRequest) => {
      asked.push(each);
      return setText(each);
    },
  };
  const ports = {
    preact: { h, Fragment },
    client,
    product: PRODUCT,
    languages: ["en"],
    onChange: () => draw(),
  };
  let tool: Tool | null = null;
  tool = new Tool(ports, FONTS);
  draw();
  return { asked, root, tool };
}

test("the letters are drawn from the server's contours, and no screen reader is disturbed", async () => {
  const { root, tool, asked } = setUp(async () => VIEW);
  expect(root.querySelector("select")).toBeNull();
  tool.change({ content: "Anna", place: "top" });
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  const svg = root.querySelector(":scope > svg.letters");
  expect(svg?.getAttribute("aria-hidden")).toBe("true");
  expect([...(svg?.querySelectorAll("path") ?? [])].map((path) => path.getAttribute("fill"))).toEqual([
    "#ffffff",
    "#1d2422",
  ]);
  expect(root.querySelector("[aria-live], [role=status], [role=alert]")).toBeNull();
  expect(asked[0]?.text).toMatchObject({ content: "Anna", anchor: "top" });
});

test("a size that does not fit becomes the largest that does, and is asked for so", async () => {
  const { asked, root, tool } = setUp(async ({ text }) => {
    if ((text.size_mm ?? 0) > 9.4) throw new Problem("invalid", 422, "", null, null, "#/text/size_mm");
    return { ...VIEW, size_mm: 9.4 };
  });
  tool.change({ content: "A long name" });
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(root.textContent).toContain("Size: 9.4 mm, the largest that fits");
  expect(tool.layer()?.size_mm).toBe(9.4);
  expect(asked.at(-1)?.text).toEqual(tool.layer());
  tool.change({ colour: "#b5452c" });
  expect(tool.layer()?.size_mm).toBe(9.4);
});

test("a letter that no font has is named at the field", async () => {
  const { root, tool } = setUp(() =>
    Promise.reject(new Problem("uncovered-characters", 422, "", null, null, "#/text/content", ["Ꮳ"])),
  );
  tool.change({ content: "Zoë Ꮳ" });
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  const input = root.querySelector("input");
  expect(input?.getAttribute("aria-invalid")).toBe("true");
  expect(root.querySelector(`#${input?.getAttribute("aria-describedby")}`)?.textContent).toContain("Ꮳ");
});
