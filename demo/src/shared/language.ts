/** The languages that the demonstration's pages speak. */

export type Language = "en" | "fr";

export const OTHER: Readonly<Record<Language, Language>> = { en: "fr", fr: "en" };

/** From the address (`?lang=fr`), else what the browser prefers. */
export function pageLanguage(search: string, preferred: readonly string[]): Language {
  const wanted = [new URLSearchParams(search).get("lang"), ...preferred];
  const known = wanted.map((tag) => tag?.slice(0, 2)).find((tag) => tag === "en" || tag === "fr");
  return known ?? "en";
}
