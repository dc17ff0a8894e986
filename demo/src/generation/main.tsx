import { pageStorage, ShopperSession } from "@luneo/widget/api";
import { render } from "preact";
import { loadConfig } from "../shared/config.js";
import { Generation } from "./Generation.js";
import { rememberedMember } from "./member.js";

const root = document.querySelector("#app");
const id = new URLSearchParams(location.search).get("id");
const config = await loadConfig(fetch);
const shopper =
  config &&
  new ShopperSession({
    apiBase: location.origin,
    publishableKey: config.publishable_key,
    fetch: fetch.bind(globalThis),
    store: pageStorage(),
  });

const page = id ? (
  <Generation id={id} member={rememberedMember()} shopper={shopper} />
) : (
  <main class="hint-card">
    <h1>Which generation?</h1>
    <p>
      Open this page from a cart line of the <a href="/">shop</a>, or add <code>?id=…</code> to the address.
    </p>
  </main>
);

if (root) {
  render(
    <>
      <header class="masthead">
        <div class="bar">
          <a class="brand" href="/">
            {config?.brand_name ?? "Luneo"}
          </a>
          <a class="plain" href="/reference/">
            API reference
          </a>
        </div>
      </header>
      {page}
    </>,
    root,
  );
}
