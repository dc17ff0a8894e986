/** Stands for Preact in the tools' own script: the same that draws the widget, once it is handed over. */

import type * as Preact from "preact";

export type Parts = Pick<typeof Preact, "h" | "Fragment">;

// By other names within: the build puts an import of `h` and `Fragment` at the head of every file.
let element: Parts["h"];
let group: Parts["Fragment"];

export { element as h, group as Fragment };

export function adopt(parts: Parts): void {
  element = parts.h;
  group = parts.Fragment;
}
