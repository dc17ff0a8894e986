/** What a resolution means to the eye. */

import type { Messages } from "./i18n.js";

export type Quality = keyof Messages["quality"];

/** 300 DPI is past what the eye resolves at 30 cm; under 150 edges soften; under 100 pixels show. */
export function quality(dpi: number): Quality {
  if (dpi >= 220) return "crisp";
  if (dpi >= 150) return "good";
  return dpi >= 100 ? "fair" : "low";
}
