/** What this page speaks: it is chosen when the page is opened. */

import { type Language, pageLanguage } from "../shared/language.js";
import { TEXTS } from "./texts.js";

export const language: Language = pageLanguage(location.search, navigator.languages);
export const texts = TEXTS[language];
