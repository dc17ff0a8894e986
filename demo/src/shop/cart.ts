/** The shop's cart: what the widget's event becomes in the hands of a brand. */

import type { Price } from "@luneo/widget/api";
import type { AddToCartDetail } from "@luneo/widget/events";

export interface CartItem extends AddToCartDetail {
  name: string;
}

export type Cart = readonly CartItem[];

/** The same design once more is more of the same line. */
export function add(cart: Cart, item: CartItem): Cart {
  const known = cart.findIndex(({ generation_id }) => generation_id === item.generation_id);
  const line = cart[known];
  return line ? cart.with(known, { ...line, quantity: line.quantity + item.quantity }) : [...cart, item];
}

export function remove(cart: Cart, generationId: string): Cart {
  return cart.filter(({ generation_id }) => generation_id !== generationId);
}

export function count(cart: Cart): number {
  return cart.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Null for an empty cart, which has no currency. */
export function total(cart: Cart): Price | null {
  const [first] = cart;
  if (!first) return null;
  const amount = cart.reduce((sum, { price, quantity }) => sum + price.amount * quantity, 0);
  return { amount, currency: first.price.currency };
}
