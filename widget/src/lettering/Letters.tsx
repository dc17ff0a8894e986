import type { LetteringView } from "../api/types.js";
import { edgeOf, onSurface, type Point, type Surface } from "../geometry.js";

const PLACE = /(-?[\d.]+),(-?[\d.]+)/g;

export interface LettersProps {
  view: LetteringView;
  /** Whether more has been written since. */
  stale: boolean;
  /** The zone, in the photograph's pixels. */
  surface: Surface;
  /** What is seen of the photograph: left, top, width and height in its pixels. */
  box: readonly number[];
}

/** Contours from the server on the zone, so that nothing is shown that will not be printed so. */
export function Letters({ view, stale, surface, box }: LettersProps) {
  const { colour, path, rim, by_tool: byTool, zone_mm: zone } = view;
  const place = onSurface(surface);
  if (!place) return null;
  const contours = path.replace(PLACE, (_, x: string, y: string) =>
    place(Number(x) / zone.width, Number(y) / zone.height)
      .map((side) => side.toFixed(2))
      .join(),
  );
  const pixels = Math.sqrt(areaOf(surface.quad) / (zone.width * zone.height));
  return (
    <svg
      class={`letters${stale ? " stale" : ""}${byTool ? " worked" : ""}`}
      part="letters"
      aria-hidden="true"
      viewBox={box.join(" ")}
    >
      <polygon class="zone" points={edgeOf(place).join(" ")} />
      {rim?.colour && (
        <path
          d={contours}
          fill={rim.colour}
          stroke={rim.colour}
          stroke-width={2 * rim.width_mm * pixels}
          stroke-linejoin="round"
        />
      )}
      <path d={contours} fill={colour} />
    </svg>
  );
}

/** By the shoelace formula. */
function areaOf(quad: readonly Point[]): number {
  const doubled = quad.map(([x, y], index) => {
    const [nextX, nextY] = quad[(index + 1) % quad.length] ?? [0, 0];
    return x * nextY - nextX * y;
  });
  return Math.abs(doubled.reduce((sum, each) => sum + each, 0)) / 2;
}
