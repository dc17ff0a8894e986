/** The custom elements on our pages, as JSX knows them. */

import type { JSX } from "preact";

type CustomElement = JSX.HTMLAttributes<HTMLElement> & Record<string, unknown>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "luneo-widget": CustomElement;
      "model-viewer": CustomElement;
    }
  }
}
