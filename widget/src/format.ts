/** Numbers as people read them, in their language. */

import type { Price } from "./api/types.js";

export function formatMoney({ amount, currency }: Price, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Width and height in millimetres. */
export function formatSize(width: number, height: number, locale: string): string {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return `${number.format(width)} × ${number.format(height)} mm`;
}
