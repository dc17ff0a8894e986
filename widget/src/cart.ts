/** A finished design as a line of the shop's cart. */

import type { GenerateRequest, WidgetProductView } from "./api/types.js";
import type { AddToCartDetail } from "./events.js";
import type { Creation } from "./generation/state.js";

export interface Made {
  readonly creation: Creation;
  readonly wish: GenerateRequest;
}

export interface CartLine {
  variantId: string | null;
  quantity: number;
}

export function cartDetail(
  product: WidgetProductView,
  { creation, wish }: Made,
  designId: string | null,
  { quantity, variantId }: CartLine,
): AddToCartDetail {
  const id = creation.id ?? "";
  return {
    design_id: designId,
    generation_id: id,
    preview_url: creation.previewUrl ?? "",
    variant_id: variantId,
    quantity,
    price: product.price,
    properties: {
      prompt: wish.prompt,
      style: wish.style,
      _luneo_generation: id,
      ...(designId ? { _luneo_design: designId } : {}),
    },
  };
}
