import type { Area, WidgetProductView } from "../api/types.js";
import { edgeOf, fromSurface, onSurface, type Point } from "../geometry.js";
import { boxAround, surfaceOf } from "../tools/zone.js";
import { type Corner, changed, pulled, type Size } from "./area.js";

const CORNERS: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** A band is shown with what is above and below it, or there would be little room to draw in. */
const ASPECT = [0, 2.5] as const;

interface Props {
  product: WidgetProductView;
  zone: Size;
  /** The product with the design that is to change. */
  previewUrl: string;
  area: Area;
  disabled: boolean;
  onChange: (area: Area) => void;
}

/** The design from near with the area on it, to be drawn with a pointer; the numbers beside it say the same to others. */
export function Picture({ product, zone, previewUrl, area, disabled, onChange }: Props) {
  const surface = surfaceOf(product);
  const place = onSurface(surface);
  const back = fromSurface(surface);
  if (!place || !back) return null;
  const within = (x: number, y: number): Point =>
    place((area.left_mm + x * area.width_mm) / zone.width, (area.top_mm + y * area.height_mm) / zone.height);
  const [edge, frame] = [edgeOf(place), edgeOf(within)];

  /** Follows the pointer until it is let go, starting from the area and the point where it was taken hold of. */
  const drag = (event: PointerEvent, areaAt: (now: Point, taken: Point) => Area): void => {
    const svg = (event.currentTarget as SVGElement).ownerSVGElement;
    if (!svg || disabled) return;
    const at = (where: PointerEvent): Point => {
      const [x, y] = pixelsOf(svg, where);
      const [across, down] = back(x, y);
      return [across * zone.width, down * zone.height];
    };
    const taken = at(event);
    svg.setPointerCapture(event.pointerId);
    svg.onpointermove = (move) => onChange(areaAt(at(move), taken));
    svg.onlostpointercapture = () => {
      svg.onpointermove = null;
    };
  };
  const moved = ([x, y]: Point, [fromX, fromY]: Point): Area =>
    changed(area, { left_mm: area.left_mm + x - fromX, top_mm: area.top_mm + y - fromY }, zone);

  return (
    <svg class="area" part="area" aria-hidden="true" viewBox={boxAround(edge, ASPECT).join(" ")}>
      <image href={previewUrl} width={product.photo_width_px} height={product.photo_height_px} />
      <path class="kept" fill-rule="evenodd" d={`${outline(edge)}${outline(frame)}`} />
      <polygon
        class="frame"
        points={frame.join(" ")}
        onPointerDown={(event: PointerEvent) => drag(event, moved)}
      />
      {CORNERS.map((corner) => (
        <path
          key={corner}
          class="grip"
          // A line without length is drawn as a dot: of the same size however large the picture is.
          d={`M${within(...corner)}h0`}
          onPointerDown={(event: PointerEvent) => drag(event, (at) => pulled(area, corner, at, zone))}
        />
      ))}
    </svg>
  );
}

/** Where a pointer is in what the picture counts in. */
function pixelsOf(svg: SVGSVGElement, { clientX, clientY }: PointerEvent): Point {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  return [x, y];
}

function outline(corners: readonly Point[]): string {
  return `M${corners.join("L")}Z`;
}
