/** The zone of a product that the tools work on, as it lies in the photograph. */

import type { WidgetProductView } from "../api/types.js";
import type { Point, Surface } from "../geometry.js";

/** Of a zone's own width and height: what is seen around it. */
const AROUND = 1.12;

/** The product's first zone in the photograph's pixels. */
export function surfaceOf({ zones }: WidgetProductView): Surface {
  const { quad = [], curvature = 0, bow = [] } = zones[0] ?? {};
  return { quad: quad.map(([x = 0, y = 0]): Point => [x, y]), curvature, bow };
}

/**
 * What to show of a photograph for a zone to be seen from near, whose `edge` this is: left, top, width and height in
 * its pixels. `aspect` is width by height: the zone's own between these bounds.
 */
export function boxAround(edge: readonly Point[], aspect: readonly [least: number, most: number]): number[] {
  const [xs, ys] = [edge.map(([x]) => x), edge.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [across, down] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const ratio = Math.max(aspect[0], Math.min(across / down, aspect[1]));
  const width = Math.max(across, down * ratio) * AROUND;
  const height = width / ratio;
  return [left + (across - width) / 2, top + (down - height) / 2, width, height];
}
