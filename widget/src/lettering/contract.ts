/** What the widget knows of the lettering, whose script comes later and by itself. */

import type { VNode } from "preact";
import type { LuneoClient } from "../api/client.js";
import type { TextLayer, WidgetProductView } from "../api/types.js";
import type { Language } from "../i18n.js";
import type { Parts } from "./preact.js";

export interface LetteringPorts {
  /** The widget's own Preact. */
  preact: Parts;
  client: Pick<LuneoClient, "fonts" | "setText">;
  product: WidgetProductView;
  /** The shopper's languages (BCP 47), the most wanted first. */
  languages: readonly string[];
  onChange(): void;
}

export interface LetteringTool {
  /** Whether the shopper is at the panel's controls. */
  readonly editing: boolean;
  /** What to ask for; nothing where nothing is written. */
  layer(): TextLayer | undefined;
  panel(language: Language, disabled: boolean): VNode;
  /** The letters as they will be printed, to be laid over the product's photograph. */
  letters(): VNode | null;
  close(): void;
}

export interface LetteringScript {
  sheet: CSSStyleSheet;
  open(ports: LetteringPorts): Promise<LetteringTool>;
}
