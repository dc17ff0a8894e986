import { LuneoWidget } from "./element.js";

const NAME = "luneo-widget";

if (!customElements.get(NAME)) customElements.define(NAME, LuneoWidget);
