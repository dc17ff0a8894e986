/** What the widget tells the page it stands on: bubbling, composed DOM events. */

import type { Price, WidgetProductView } from "./api/types.js";

/** Cancelable: a page that calls `preventDefault()` takes the cart over, and the widget says nothing of success. */
export const ADD_TO_CART = "luneo:add-to-cart";
/** The product is known and the widget usable. */
export const READY = "luneo:ready";
/** The widget cannot work here; the page's own content stays in its place. */
export const FAILED = "luneo:failed";

export interface AddToCartDetail {
  /** Null when the design could not be saved in time: a cart never waits; `generation_id` still finds it. */
  design_id: string | null;
  generation_id: string;
  preview_url: string;
  variant_id: string | null;
  quantity: number;
  price: Price;
  /** Line-item properties; names that begin with `_` are for machines and not shown to shoppers. */
  properties: Record<string, string>;
}

export interface ReadyDetail {
  product: WidgetProductView;
}

export interface FailedDetail {
  slug: string;
  detail: string;
}

/** Dispatches from `target`; false when a listener called `preventDefault()`. */
export function announce<Detail>(target: EventTarget, name: string, detail: Detail): boolean {
  return target.dispatchEvent(
    new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === ADD_TO_CART }),
  );
}
