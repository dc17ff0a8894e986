import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { limits } from "./limits.js";
import { SITE, tools } from "./tools.js";

const LANGUAGES = new URL("languages/", import.meta.url);

/** Puts the texts beside the script, where it looks for any language but its own. */
const languages: Plugin = {
  name: "luneo-languages",
  generateBundle() {
    for (const file of readdirSync(LANGUAGES).filter((name) => name.endsWith(".json"))) {
      const text = JSON.stringify(JSON.parse(readFileSync(new URL(file, LANGUAGES), "utf8")));
      this.emitFile({ type: "asset", fileName: `languages/${file}`, source: text });
    }
  },
};

const THUMBNAILS = new URL("thumbnails/", import.meta.url);

/** Puts the styles' thumbnails where the API says they are (`luneo.generations.style_list`). */
const thumbnails: Plugin = {
  name: "luneo-thumbnails",
  generateBundle() {
    for (const file of readdirSync(THUMBNAILS)) {
      this.emitFile({
        type: "asset",
        fileName: `styles/${file}`,
        source: readFileSync(new URL(file, THUMBNAILS)),
      });
    }
  },
};

/**
 * One small file a page can pin: classic script (`luneo.js`) and ES module (`luneo.mjs`); its languages and the script of
 * its tools, which is built first and pinned by it, beside it.
 */
export default defineConfig({
  define: { ...limits, TOOLS: JSON.stringify(tools()) },
  plugins: [languages, thumbnails],
  // The classic transform makes the shorter calls, and spares the page the JSX runtime.
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: 'import { h, Fragment } from "preact"',
  },
  build: {
    target: "es2022",
    outDir: SITE,
    emptyOutDir: false,
    reportCompressedSize: false,
    // A library's ES output keeps its white space unless told otherwise.
    rolldownOptions: { output: { minify: true, comments: false } },
    lib: {
      entry: "src/index.ts",
      name: "Luneo",
      formats: ["iife", "es"],
      fileName: (format) => (format === "es" ? "luneo.mjs" : "luneo.js"),
    },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"] },
});
