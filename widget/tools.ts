/** Where the tools' own script was built to, as the widget's main script pins it. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

export const SITE = "../build/sites/v1";
const NAME = /^tools-.*\.mjs$/;

/** The file's name and its digest for subresource integrity; nothing where it is not built, as in tests. */
export function tools(): { file: string; integrity: string } {
  const folder = new URL(`${SITE}/`, import.meta.url);
  const file = readdir(folder).find((name) => NAME.test(name));
  if (!file) return { file: "", integrity: "" };
  const digest = createHash("sha384")
    .update(readFileSync(new URL(file, folder)))
    .digest("base64");
  return { file, integrity: `sha384-${digest}` };
}

function readdir(folder: URL): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
