import type { WidgetProductView } from "../api/types.js";
import { edgeOf, onSurface, type Point } from "../geometry.js";
import { Letters, type LettersProps } from "./Letters.js";

/** Of the zone's own width: what is seen around it. */
const AROUND = 1.12;
const ASPECT = 5 / 2;

/** The words and their zone from near: on a phone the whole product is out of sight while someone writes. */
export function Proof({ product, ...letters }: Omit<LettersProps, "box"> & { product: WidgetProductView }) {
  const { photo_url: photo, photo_width_px: width, photo_height_px: height } = product;
  const place = onSurface(letters.surface);
  if (!place) return null;
  const box = boxOf(edgeOf(place));
  return (
    <div class="proof">
      <svg aria-hidden="true" viewBox={box.join(" ")}>
        <image href={photo} width={width} height={height} />
      </svg>
      <Letters {...letters} box={box} />
    </div>
  );
}

function boxOf(quad: readonly Point[]): number[] {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [across, down] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const width = Math.max(across, down * ASPECT) * AROUND;
  const height = width / ASPECT;
  return [left + (across - width) / 2, top + (down - height) / 2, width, height];
}
