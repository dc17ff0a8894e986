/** Which fonts have the letters of a text, and which of them is meant where several do. */

import type { FontView } from "../api/types.js";
import type { Font } from "./layer.js";

/** The script that most fonts have beside their own. */
const SHARED = "Latin";
/** Signs that tell a language where its other letters are shared (Unicode's Han). */
const TELLING: Readonly<Record<string, string>> = {
  Hiragana: "ja",
  Katakana: "ja",
  Hangul: "ko",
  Bopomofo: "zh-Hant",
};

/** Of the scripts that any font has, those that the text is written in. */
export function scriptsOf(text: string, fonts: readonly FontView[]): string[] {
  const known = new Set(fonts.flatMap(({ scripts }) => scripts));
  return [...known].filter((script) => new RegExp(`\\p{Script=${script}}`, "u").test(text));
}

/** The fonts to choose from for a text: those that have all its letters and were made for some of them. */
export function offered(text: string, fonts: readonly FontView[]): readonly FontView[] {
  const scripts = scriptsOf(text, fonts);
  const foreign = scripts.filter((script) => script !== SHARED);
  const able = fonts.filter((font) => scripts.every((script) => font.scripts.includes(script)));
  const own = able.filter(({ scripts: [first = SHARED], ...font }) =>
    foreign.length ? !font.languages.length || !isWestern(foreign) : first === SHARED,
  );
  return own.length ? own : able.length ? able : fonts;
}

/** The font to set a text in: the wished one where it has the letters, else the best for the shopper's languages. */
export function fontFor(
  text: string,
  wished: Font,
  fonts: readonly FontView[],
  languages: readonly string[],
): Font {
  const choice = offered(text, fonts);
  if (!choice.length || choice.some(({ key }) => key === wished)) return wished;
  const told = scriptsOf(text, fonts).map((script) => TELLING[script]);
  const wanted = [...told, ...languages.map(written)].find((tag) => tag && drawnFor(choice, tag));
  return (drawnFor(choice, wanted) ?? choice[0])?.key as Font;
}

function drawnFor(fonts: readonly FontView[], tag: string | undefined): FontView | undefined {
  return tag ? fonts.find(({ languages }) => languages.includes(tag)) : undefined;
}

function isWestern(scripts: readonly string[]): boolean {
  return scripts.every((script) => script === "Cyrillic" || script === "Greek");
}

/** The language, and its script where the language has several (`zh-TW` is `zh-Hant`). */
function written(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return language === "zh" ? `${language}-${script}` : language;
  } catch {
    return tag;
  }
}
