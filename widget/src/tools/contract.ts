/** What the widget knows of the tools whose script comes later and by itself. */

import type { VNode } from "preact";
import type { LuneoClient } from "../api/client.js";
import type { TextLayer, WidgetProductView } from "../api/types.js";
import type { Language } from "../i18n.js";
import type { Studio } from "../studio.js";
import type { Parts } from "./preact.js";

export interface ToolPorts {
  /** The widget's own Preact. */
  preact: Parts;
  client: Pick<LuneoClient, "fonts" | "setText">;
  /** What is made at present, and how to have more made. */
  studio: Pick<Studio, "state" | "make" | "cancel" | "show">;
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

export interface ChangingTool {
  /** Nothing while there is no design to change. */
  panel(language: Language): VNode | null;
}

export interface Tools {
  /** Null where there are no fonts to be had. */
  readonly lettering: LetteringTool | null;
  readonly changing: ChangingTool;
}

export interface ToolScript {
  sheet: CSSStyleSheet;
  open(ports: ToolPorts): Promise<Tools>;
}
