/** Fetches the tools' script once a page. */

import type { ToolScript } from "./contract.js";

let loading: Promise<ToolScript> | null = null;

/** `home` is the folder that the widget came from. */
export function loadTools(home: string): Promise<ToolScript> {
  loading ??= load(new URL(TOOLS.file, home).href);
  return loading;
}

async function load(href: string): Promise<ToolScript> {
  await pinned(href);
  return (await import(/* @vite-ignore */ href)) as ToolScript;
}

/** Puts the script into the page's map of modules if it is the one that this widget was built with. */
function pinned(href: string): Promise<unknown> | null {
  const link = document.createElement("link");
  if (!link.relList?.supports?.("modulepreload")) return null;
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    Object.assign(link, { rel: "modulepreload", crossOrigin: "", integrity: TOOLS.integrity, href });
    document.head.append(link);
  });
}
