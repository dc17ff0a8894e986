/** Fetches the lettering's script once a page. */

import type { LetteringScript } from "./contract.js";

let loading: Promise<LetteringScript> | null = null;

/** `home` is the folder that the widget came from. */
export function loadLettering(home: string): Promise<LetteringScript> {
  loading ??= load(new URL(LETTERING.file, home).href);
  return loading;
}

async function load(href: string): Promise<LetteringScript> {
  await pinned(href);
  return (await import(/* @vite-ignore */ href)) as LetteringScript;
}

/** Puts the script into the page's map of modules if it is the one that this widget was built with. */
function pinned(href: string): Promise<unknown> | null {
  const link = document.createElement("link");
  if (!link.relList?.supports?.("modulepreload")) return null;
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    Object.assign(link, { rel: "modulepreload", crossOrigin: "", integrity: LETTERING.integrity, href });
    document.head.append(link);
  });
}
