import type { WidgetProductView } from "../api/types.js";
import { edgeOf, onSurface } from "../geometry.js";
import { boxAround } from "../tools/zone.js";
import { Letters, type LettersProps } from "./Letters.js";

const ASPECT = [5 / 2, 5 / 2] as const;

/** The words and their zone from near: on a phone the whole product is out of sight while someone writes. */
export function Proof({ product, ...letters }: Omit<LettersProps, "box"> & { product: WidgetProductView }) {
  const { photo_url: photo, photo_width_px: width, photo_height_px: height } = product;
  const place = onSurface(letters.surface);
  if (!place) return null;
  const box = boxAround(edgeOf(place), ASPECT);
  return (
    <div class="proof">
      <svg aria-hidden="true" viewBox={box.join(" ")}>
        <image href={photo} width={width} height={height} />
      </svg>
      <Letters {...letters} box={box} />
    </div>
  );
}
