/** Which of a tool's own texts are in the shopper's language; all of them are built into its script. */

import type { Language } from "../i18n.js";

/** `files` by their paths, which end in `/fr.json`. */
export function inLanguage<Words>(
  files: Readonly<Record<string, Words>>,
  { locale }: Language,
  english: Words,
): Words {
  const name = `/${locale.toLowerCase().split("-")[0]}.json`;
  return Object.entries(files).find(([path]) => path.endsWith(name))?.[1] ?? english;
}
