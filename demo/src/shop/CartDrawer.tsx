import { formatMoney } from "@luneo/widget/format";
import { useEffect, useRef } from "preact/hooks";
import { type Cart, total } from "./cart.js";
import type { ShopTexts } from "./texts.js";

interface Props {
  cart: Cart;
  open: boolean;
  locale: string;
  texts: ShopTexts;
  onClose: () => void;
  onRemove: (generationId: string) => void;
}

/** A modal dialog: the browser keeps the focus inside, closes on Escape and gives the focus back. */
export function CartDrawer({ cart, open, locale, texts, onClose, onRemove }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const sum = total(cart);

  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="cart-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <div class="drawer-body">
        <header class="drawer-head">
          <h2 id="cart-title">{texts.cart}</h2>
          <button type="button" class="icon-button" aria-label={texts.close} onClick={onClose}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" />
            </svg>
          </button>
        </header>
        {cart.length === 0 && <p class="muted">{texts.cartEmpty}</p>}
        <ul class="lines">
          {cart.map((item) => (
            <li class="line" key={item.generation_id}>
              <img src={item.preview_url} alt="" width={112} height={112} />
              <div class="line-facts">
                <p class="line-name">{item.name}</p>
                <p class="line-wish">{texts.quoted(String(item.properties.prompt))}</p>
                <p class="muted">
                  {texts.quantity} {item.quantity} · {formatMoney(item.price, locale)} {texts.each}
                </p>
                <p class="line-links">
                  <a href={`/generation/?id=${encodeURIComponent(item.generation_id)}&lang=${locale}`}>
                    {texts.files}
                  </a>
                  <button type="button" class="text-button" onClick={() => onRemove(item.generation_id)}>
                    {texts.remove}
                  </button>
                </p>
              </div>
            </li>
          ))}
        </ul>
        {sum && (
          <footer class="drawer-foot">
            <p class="sum">
              <span>{texts.total}</span>
              <strong>{formatMoney(sum, locale)}</strong>
            </p>
            <p class="muted">{texts.checkout}</p>
          </footer>
        )}
      </div>
    </dialog>
  );
}
