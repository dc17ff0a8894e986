/** A text as the shopper sets it, and as the API takes it. */

import type { TextLayer, WidgetProductView } from "../api/types.js";

export const MOST_CURVE = 180;
const LEAST_MM = 3;
/** Of the zone's height: a line that reads well beside a picture, and the most that a single one takes. */
const USUAL_SHARE = 0.24;
const MOST_SHARE = 0.5;
/** Of the letters' size: enough to part them from any picture beneath. */
const RIM_SHARE = 0.08;
const LIGHT = "#ffffff";
const DARK = "#1d2422";
/** What burns or cuts has one tone. */
const TONELESS = ["engrave", "cut"];

export type Font = NonNullable<TextLayer["font"]>;
export const PLACES = ["top", "centre", "bottom"] as const;
/** How letters are parted from what is beneath: by a rim that contrasts with them, none, or one of a chosen colour. */
export const RIMS = ["auto", "none", "own"] as const;

export interface Lettering {
  readonly content: string;
  /** As the shopper chose; another stands in for it while it lacks the letters. */
  readonly font: Font;
  readonly colour: string;
  readonly sizeMm: number;
  readonly curve: number;
  readonly place: (typeof PLACES)[number];
  readonly rim: (typeof RIMS)[number];
  readonly rimColour: string;
}

export const BLANK: Lettering = {
  content: "",
  font: "sans",
  colour: DARK,
  sizeMm: LEAST_MM,
  curve: 0,
  place: "bottom",
  rim: "auto",
  rimColour: LIGHT,
};

export interface SizeRange {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

/** The sizes in millimetres that are offered on the product's first zone. */
export function sizes({ zones }: WidgetProductView): SizeRange {
  const height = zones[0]?.size_mm.height ?? 0;
  const most = Math.max(LEAST_MM, Math.round(height * MOST_SHARE));
  return { least: LEAST_MM, usual: Math.max(LEAST_MM, Math.round(height * USUAL_SHARE)), most };
}

export function hasColour({ process }: WidgetProductView): boolean {
  return !TONELESS.includes(process);
}

/** The layer to ask for; none where nothing is written. `largestMm` is what has turned out to fit. */
export function layerOf(
  lettering: Lettering,
  product: WidgetProductView,
  font: Font = lettering.font,
  largestMm = Number.POSITIVE_INFINITY,
): TextLayer | undefined {
  const content = lettering.content.trim();
  if (!content) return undefined;
  const { colour, curve, place } = lettering;
  const size = Math.min(lettering.sizeMm, largestMm);
  const rim = hasColour(product) ? rimOf(lettering, size) : undefined;
  return {
    content,
    font,
    size_mm: size,
    anchor: place,
    curve_degrees: curve,
    ...(hasColour(product) && { colour }),
    ...(rim && { outline: rim }),
  };
}

function rimOf({ colour, rim, rimColour }: Lettering, sizeMm: number): TextLayer["outline"] {
  if (rim === "none") return undefined;
  // Light around dark letters and dark around light ones: whatever the picture is, they can be read. Green alone is
  // seven tenths of how light a colour looks (Rec. 709).
  const contrast = colour.slice(3, 5) > "90" ? DARK : LIGHT;
  return {
    width_mm: Math.round(sizeMm * RIM_SHARE * 100) / 100,
    colour: rim === "auto" ? contrast : rimColour,
  };
}
