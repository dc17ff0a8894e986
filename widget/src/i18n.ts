/** Which language, and which text for a problem. English is built in; any other is one more file beside the widget. */

import en from "../languages/en.json";
import { type Fetch, requestJson } from "./api/http.js";
import type { Problem } from "./api/problem.js";

export type Messages = typeof en;

export interface Language {
  /** A BCP 47 tag for number formats (`fr-CA`). */
  locale: string;
  messages: Messages;
}

export const ENGLISH: Language = { locale: "en", messages: en };
/** The names of the files `../languages/….json`, read when the widget is built. */
export const LANGUAGES = Object.keys(import.meta.glob("../languages/*.json")).map((path) =>
  path.slice(13, -5),
);
const PATIENCE_MS = 3_000;

/** The first of the wanted BCP 47 tags whose language there is, down to its region (`fr-CA`). */
export function chooseLocale(wanted: readonly (string | null | undefined)[]): string {
  const known = wanted
    .map((tag) => /^[a-z]{2,3}(-[a-z]{2}\b)?/i.exec(tag ?? "")?.[0] ?? "")
    .find((tag) => LANGUAGES.includes(baseOf(tag)));
  return known ?? ENGLISH.locale;
}

/** Texts for a chosen locale; English when they cannot be had. `home` is the folder that the widget came from. */
export async function loadLanguage(locale: string, home: string, fetch: Fetch): Promise<Language> {
  const base = baseOf(locale);
  if (base === ENGLISH.locale) return { locale, messages: en };
  try {
    const url = new URL(`languages/${base}.json`, home).href;
    return { locale, messages: await requestJson<Messages>(fetch, url, { timeoutMs: PATIENCE_MS }) };
  } catch {
    return ENGLISH;
  }
}

/** Puts values in the places of `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** What went wrong in a few words, and what the shopper can do about it. */
export function explain(problem: Problem, messages: Messages): readonly [title: string, remedy: string] {
  const texts: Readonly<Record<string, readonly string[]>> = messages.problems;
  const [title, remedy] = texts[problem.slug] ?? messages.problems[fallback(problem.status)];
  return [title ?? "", remedy ?? ""];
}

/** What the API says in several languages, in this one; in English where it lacks it. */
export function said(words: Readonly<Record<string, string>>, { locale }: Language): string {
  return words[baseOf(locale)] ?? words.en ?? "";
}

/** The text of a pipeline step, whether or not this version knows it. */
export function stepText(step: string | null, messages: Messages): string {
  const texts: Readonly<Record<string, string>> = messages.steps;
  return texts[step ?? "queued"] ?? messages.steps.other;
}

function fallback(status: number): keyof Messages["problems"] {
  if (status === 0) return "network";
  if (status === 404) return "not-found";
  if (status === 429) return "too-many-requests";
  if (status === 400 || status === 422) return "invalid";
  return status >= 500 ? "unavailable" : "other";
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}
