import { render } from "preact";
import { loadConfig } from "../shared/config.js";
import { pageLanguage } from "../shared/language.js";
import { MissingConfig } from "../shared/MissingConfig.js";
import { Shop } from "./Shop.js";

const root = document.querySelector("#app");
const config = await loadConfig(fetch);
const language = pageLanguage(location.search, navigator.languages);

document.documentElement.lang = config ? language : "en";
if (config) document.title = config.brand_name;
if (root) render(config ? <Shop config={config} language={language} /> : <MissingConfig />, root);
