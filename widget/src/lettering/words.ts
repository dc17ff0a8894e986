/** The lettering's own texts, in every language that there is a file of. */

import en from "../../languages/lettering/en.json";
import type { Language } from "../i18n.js";
import { inLanguage } from "../tools/words.js";

export type Words = typeof en;

const LANGUAGES = import.meta.glob<Words>("../../languages/lettering/*.json", {
  eager: true,
  import: "default",
});

export const wordsOf = (language: Language): Words => inLanguage(LANGUAGES, language, en);
