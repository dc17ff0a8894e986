import { pageStorage, ShopperSession } from "@luneo/widget/api";
import { render } from "preact";
import { loadConfig } from "../shared/config.js";
import { OTHER } from "../shared/language.js";
import { Generation } from "./Generation.js";
import { rememberedMember } from "./member.js";
import { language, texts } from "./spoken.js";

const root = document.querySelector("#app");
const id = new URLSearchParams(location.search).get("id");
const inTheOther = new URLSearchParams([...(id ? [["id", id]] : []), ["lang", OTHER[language]]]);
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
    <h1>{texts.which}</h1>
    <p>{texts.howToOpen}</p>
    <p>
      <a href={`/?lang=${language}`}>{texts.shop}</a>
    </p>
  </main>
);

document.documentElement.lang = language;
document.title = `${texts.generation} · Luneo`;
if (root) {
  render(
    <>
      <header class="masthead">
        <div class="bar">
          <a class="brand" href={`/?lang=${language}`}>
            {config?.brand_name ?? "Luneo"}
          </a>
          <nav class="links">
            <a href={`?${inTheOther}`} hreflang={OTHER[language]}>
              {texts.language}
            </a>
            <a href="/reference/">{texts.reference}</a>
          </nav>
        </div>
      </header>
      {page}
    </>,
    root,
  );
}
