/** The only part of a design that may change: a rectangle that never leaves its zone. Millimetres throughout. */

import type { Area } from "../api/types.js";
import type { Point } from "../geometry.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A corner: 0 for left and top, 1 for right and bottom. */
export type Corner = readonly [0 | 1, 0 | 1];

export const SIDES = ["left_mm", "top_mm", "width_mm", "height_mm"] as const;
export const STEP_MM = 0.5;
const LEAST_MM = 1;

/** To begin with: half of the zone each way, in its middle. */
export function middleOf({ width, height }: Size): Area {
  return {
    left_mm: snapped(width / 4),
    top_mm: snapped(height / 4),
    width_mm: snapped(width / 2),
    height_mm: snapped(height / 2),
  };
}

/** With a place or a size set, as far as the zone lets it: a new place keeps the size, a new size the place. */
export function changed(area: Area, change: Partial<Area>, zone: Size): Area {
  const { left_mm: left, top_mm: top, width_mm: width, height_mm: height } = { ...area, ...change };
  return {
    left_mm: clamped(left, 0, zone.width - area.width_mm),
    top_mm: clamped(top, 0, zone.height - area.height_mm),
    width_mm: clamped(width, LEAST_MM, zone.width - area.left_mm),
    height_mm: clamped(height, LEAST_MM, zone.height - area.top_mm),
  };
}

/** With one corner at a point, the opposite one staying. */
export function pulled(area: Area, [right, bottom]: Corner, [x, y]: Point, zone: Size): Area {
  const [left, width] = span(area.left_mm, area.width_mm, right, x, zone.width);
  const [top, height] = span(area.top_mm, area.height_mm, bottom, y, zone.height);
  return { left_mm: left, top_mm: top, width_mm: width, height_mm: height };
}

/** Where one end of a span comes to lie, and how long that makes it. */
function span(start: number, length: number, end: 0 | 1, to: number, whole: number): [number, number] {
  if (end) return [start, clamped(to - start, LEAST_MM, whole - start)];
  const begin = clamped(to, 0, start + length - LEAST_MM);
  return [begin, start + length - begin];
}

function clamped(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(snapped(value), most));
}

function snapped(value: number): number {
  return Math.round(value / STEP_MM) * STEP_MM;
}
