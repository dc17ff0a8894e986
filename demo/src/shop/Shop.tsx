import type { WidgetProductView } from "@luneo/widget/api";
import { ADD_TO_CART, type AddToCartDetail, FAILED, READY, type ReadyDetail } from "@luneo/widget/events";
import { formatMoney } from "@luneo/widget/format";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DemoConfig } from "../shared/config.js";
import { type Language, OTHER } from "../shared/language.js";
import { CartDrawer } from "./CartDrawer.js";
import { add, type Cart, count, remove } from "./cart.js";
import { TEXTS } from "./texts.js";

interface Props {
  config: DemoConfig;
  language: Language;
}

export function Shop({ config, language }: Props) {
  const texts = TEXTS[language];
  const widget = useRef<HTMLElement>(null);
  const [product, setProduct] = useState<WidgetProductView | null>(null);
  const [failed, setFailed] = useState(false);
  const [cart, setCart] = useState<Cart>([]);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = widget.current;
    if (!element) return;
    const left = new AbortController();
    const listen = <Detail,>(name: string, heard: (event: CustomEvent<Detail>) => void): void =>
      element.addEventListener(name, (event) => heard(event as CustomEvent<Detail>), { signal: left.signal });
    listen<ReadyDetail>(READY, ({ detail }) => {
      setProduct(detail.product);
      setFailed(false);
    });
    listen(FAILED, () => setFailed(true));
    listen<AddToCartDetail>(ADD_TO_CART, (event) => {
      event.preventDefault();
      setCart((now) => add(now, { ...event.detail, name: product?.name ?? "" }));
      setOpen(true);
    });
    return () => left.abort();
  }, [product]);

  const items = count(cart);
  return (
    <>
      <a class="skip" href="#product">
        {texts.skip}
      </a>
      <header class="masthead">
        <div class="bar">
          <a class="brand" href="/">
            {config.brand_name}
          </a>
          <p class="tagline">{texts.tagline}</p>
          <a class="plain" href={`?lang=${OTHER[language]}`} hreflang={OTHER[language]}>
            {texts.language}
          </a>
          <button
            type="button"
            class="cart-button"
            aria-label={texts.cartOpen(items)}
            onClick={() => setOpen(true)}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M5 8h14l-1 12H6L5 8Zm4 0V6.500a3 3 0 0 1 6 0V8" />
            </svg>
            {items > 0 && <span class="badge">{items}</span>}
          </button>
        </div>
      </header>
      <main id="product" class="page">
        <luneo-widget
          ref={widget}
          publishable-key={config.publishable_key}
          product-id={config.product_id}
          locale={language}
        >
          <div slot="intro" class="intro">
            <p class="kicker">{texts.madeForYou}</p>
            <h1>{product?.name ?? (failed ? config.brand_name : "\u00a0")}</h1>
            {!failed && <p class="price">{product ? formatMoney(product.price, language) : "\u00a0"}</p>}
            <p class="lede">{failed ? texts.away : texts.description}</p>
          </div>
          <button type="button" class="button button-primary reload" onClick={() => location.reload()}>
            {texts.reload}
          </button>
        </luneo-widget>
        <ul class="promises">
          {texts.details.map(([title, text]) => (
            <li key={title}>
              <h2>{title}</h2>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      </main>
      <footer class="footer">
        <p>{texts.footer}</p>
        <a href="/reference/">{texts.reference}</a>
      </footer>
      <CartDrawer
        {...{ cart, open, texts }}
        locale={language}
        onClose={() => setOpen(false)}
        onRemove={(id) => setCart((now) => remove(now, id))}
      />
    </>
  );
}
