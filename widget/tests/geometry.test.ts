import { expect, test } from "vitest";
import { formatMoney, formatSize } from "../src/format.js";
import { fromSurface, onSurface, onto, type Point, projection } from "../src/geometry.js";
import { quality } from "../src/quality.js";

/** Applies a CSS `matrix3d()` (column by column) to a point of the plane. */
function apply(matrix: string, [x, y]: Point): Point {
  const m = matrix.slice("matrix3d(".length, -1).split(",").map(Number);
  const at = (row: number): number => (m[row] ?? 0) * x + (m[row + 4] ?? 0) * y + (m[row + 12] ?? 0);
  return [at(0) / at(3), at(1) / at(3)];
}

const SIDE = 512;
const SQUARE: readonly Point[] = [
  [0, 0],
  [SIDE, 0],
  [SIDE, SIDE],
  [0, SIDE],
];
const QUADS: readonly Point[][] = [
  [
    [205, 180],
    [375, 185],
    [360, 315],
    [222, 310],
  ],
  [
    [10, 20],
    [110, 20],
    [110, 70],
    [10, 70],
  ],
  [
    [300, 40],
    [420, 160],
    [280, 260],
    [190, 120],
  ],
];

test.each(QUADS)("each corner of the picture lands on its corner of the zone (%#)", (...quad) => {
  const matrix = projection(SIDE, quad) ?? "";
  SQUARE.forEach((corner, index) => {
    const [x, y] = apply(matrix, corner);
    expect(x).toBeCloseTo(quad[index]?.[0] ?? Number.NaN, 6);
    expect(y).toBeCloseTo(quad[index]?.[1] ?? Number.NaN, 6);
  });
});

test.each(QUADS)("points go where the picture's go (%#)", (...quad) => {
  for (const [x, y] of [...SQUARE, [100, 300]] as const) {
    const [across, down] = onto(quad)?.(x / SIDE, y / SIDE) ?? [];
    const expected = apply(projection(SIDE, quad) ?? "", [x, y]);
    expect(across).toBeCloseTo(expected[0], 6);
    expect(down).toBeCloseTo(expected[1], 6);
  }
});

test("on a cylinder edges bow and the middle is seen the widest", () => {
  const quad = QUADS[1] ?? [];
  const place = onSurface({ quad, curvature: 0.5, bow: [0.2, 0.3] });
  expect(place?.(0, 0)).toEqual([10, 20]);
  const middle = place?.(0.5, 0) ?? [];
  expect(middle[0]).toBeCloseTo(60);
  expect(middle[1]).toBeCloseTo(20 + 0.2 * 50);
  expect(place?.(0.5, 1)[1]).toBeCloseTo(70 + 0.3 * 50);
  const [left = 0] = place?.(0.45, 0) ?? [];
  const [outer = 0] = place?.(0.05, 0) ?? [];
  expect(60 - left).toBeGreaterThan(outer - 10);
  expect(onSurface({ quad, curvature: 0, bow: [0.2, 0.3] })?.(0.5, 0)).toEqual(onto(quad)?.(0.5, 0));
});

test.each([
  [0, [0, 0]],
  [0.5, [0.2, 0.3]],
  [0.8, [-1.08, -0.8]],
])("points come back from a surface of curvature %d", (curvature, bow) => {
  for (const quad of QUADS) {
    for (const [u, v] of [
      [0, 0],
      [1, 1],
      [0.2, 0.9],
    ] as const) {
      const [x = 0, y = 0] = onSurface({ quad, curvature, bow })?.(u, v) ?? [];
      const [across, down] = fromSurface({ quad, curvature, bow })?.(x, y) ?? [];
      expect(across).toBeCloseTo(u, 9);
      expect(down).toBeCloseTo(v, 9);
    }
  }
});

test("a zone without four corners or without area is not drawn on", () => {
  expect(projection(SIDE, [[0, 0]])).toBeNull();
  expect(onto([[0, 0]])).toBeNull();
  expect(fromSurface({ quad: [[0, 0]], curvature: 0, bow: [] })).toBeNull();
  expect(
    projection(
      SIDE,
      SQUARE.map(([x]) => [x, x] as const),
    ),
  ).toBeNull();
});

test("money is told in the currency's own minor units", () => {
  expect(formatMoney({ amount: 2400, currency: "EUR" }, "en")).toBe("€24.00");
  expect(formatMoney({ amount: 2400, currency: "JPY" }, "en")).toBe("¥2,400");
  expect(formatMoney({ amount: 2400, currency: "KWD" }, "en")).toContain("2.400");
});

test("sizes are in whole millimetres", () => {
  expect(formatSize(203.2, 88.9, "en")).toBe("203 × 89 mm");
});

test.each([
  [300, "crisp"],
  [220, "crisp"],
  [219.9, "good"],
  [100, "fair"],
  [99.9, "low"],
])("%d DPI is %s", (dpi, grade) => {
  expect(quality(dpi)).toBe(grade);
});
