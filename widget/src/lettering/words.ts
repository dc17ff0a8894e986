/** The lettering's own texts, in every language that there is a file of. */

import en from "../../languages/lettering/en.json";
import type { Language } from "../i18n.js";

export type Words = typeof en;

const LANGUAGES = import.meta.glob<Words>("../../languages/lettering/*.json", {
  eager: true,
  import: "default",
});

export function wordsOf({ locale }: Language): Words {
  return LANGUAGES[`../../languages/lettering/${locale.toLowerCase().split("-")[0]}.json`] ?? en;
}
