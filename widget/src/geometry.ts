/** Where a flat picture lands on a photograph. */

export type Point = readonly [number, number];
const EDGE_PIECES = 24;

/**
 * The eight coefficients of Heckbert's square-to-quadrilateral projection (Fundamentals of Texture Mapping and Image
 * Warping, 1989, section 2.2.3), which takes the unit square onto a quadrilateral, its corners clockwise from the top
 * left: across, down and divisor by row. Null when fewer than four corners are given or they have no area.
 */
function coefficients(corners: readonly Point[]) {
  const [p0, p1, p2, p3] = corners;
  if (!p0 || !p1 || !p2 || !p3) return null;
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const area = dx1 * dy2 - dx2 * dy1;
  if (area === 0) return null;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  const across = [p1[0] - p0[0] + g * p1[0], p1[1] - p0[1] + g * p1[1], g] as const;
  const down = [p3[0] - p0[0] + h * p3[0], p3[1] - p0[1] + h * p3[1], h] as const;
  return { across, down, origin: p0 };
}

/** The CSS `matrix3d()` that takes the square of `side` pixels at the origin onto a quadrilateral; null without one. */
export function projection(side: number, corners: readonly Point[]): string | null {
  const found = coefficients(corners);
  if (!found) return null;
  const [across, down] = [found.across, found.down].map(([x, y, w]) => [x / side, y / side, 0, w / side]);
  return `matrix3d(${[across, down, 0, 0, 1, 0, ...found.origin, 0, 1].join(",")})`;
}

export interface Surface {
  /** Corners, clockwise from the top left. */
  readonly quad: readonly Point[];
  /** The part of a half cylinder that it spans, 0 where it is flat. */
  readonly curvature: number;
  /** How far the middle of its top and bottom edges sags below their chords, in its heights. */
  readonly bow: readonly number[];
}

/** Takes points of the unit square onto a flat or cylindrical surface, as `luneo.imaging.surface.to_photo`. */
export function onSurface({ quad, curvature, bow }: Surface): ((u: number, v: number) => Point) | null {
  const flat = onto(quad);
  if (!flat || !curvature) return flat;
  const half = (curvature * Math.PI) / 2;
  const [top = 0, bottom = 0] = bow;
  return (u, v) => {
    const angle = (2 * u - 1) * half;
    const sag = (Math.cos(angle) - Math.cos(half)) / (1 - Math.cos(half));
    return flat((Math.sin(angle) / Math.sin(half) + 1) / 2, v * (1 + (bottom - top) * sag) + top * sag);
  };
}

/** Takes points of the unit square onto a quadrilateral; null without one. */
export function onto(corners: readonly Point[]): ((u: number, v: number) => Point) | null {
  const found = coefficients(corners);
  if (!found) return null;
  const { across, down, origin } = found;
  return (u, v) => {
    const divisor = across[2] * u + down[2] * v + 1;
    return [
      (across[0] * u + down[0] * v + origin[0]) / divisor,
      (across[1] * u + down[1] * v + origin[1]) / divisor,
    ];
  };
}

/** The way back of `onSurface`, as `luneo.imaging.surface.to_design`; beyond a cylinder's outline its edge is meant. */
export function fromSurface({ quad, curvature, bow }: Surface): ((x: number, y: number) => Point) | null {
  const flat = from(quad);
  if (!flat || !curvature) return flat;
  const half = (curvature * Math.PI) / 2;
  const [top = 0, bottom = 0] = bow;
  return (x, y) => {
    const [u, v] = flat(x, y);
    const angle = Math.asin(Math.max(-1, Math.min((2 * u - 1) * Math.sin(half), 1)));
    const sag = (Math.cos(angle) - Math.cos(half)) / (1 - Math.cos(half));
    return [(angle / half + 1) / 2, (v - top * sag) / (1 + (bottom - top) * sag)];
  };
}

function from(corners: readonly Point[]): ((x: number, y: number) => Point) | null {
  const found = coefficients(corners);
  if (!found) return null;
  const { across, down, origin } = found;
  return (x, y) => {
    const [a, b, c] = [across[0] - across[2] * x, down[0] - down[2] * x, x - origin[0]];
    const [d, e, f] = [across[1] - across[2] * y, down[1] - down[2] * y, y - origin[1]];
    const determinant = a * e - b * d;
    return [(c * e - b * f) / determinant, (a * f - c * d) / determinant];
  };
}

/** The top and bottom edges of a surface in short pieces, as they may be bowed: a polygon. */
export function edgeOf(place: (u: number, v: number) => Point): Point[] {
  const along = Array.from({ length: EDGE_PIECES + 1 }, (_, index) => index / EDGE_PIECES);
  return [...along.map((u) => place(u, 0)), ...along.toReversed().map((u) => place(u, 1))];
}
