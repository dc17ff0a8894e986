import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { SITE } from "./lettering.js";
import { limits } from "./limits.js";

/** The lettering by itself: a module that the widget loads when there is a product to write on. */
export default defineConfig({
  define: limits,
  // Two copies of Preact would count their elements twice: the widget hands over its own.
  resolve: { alias: { preact: fileURLToPath(new URL("src/lettering/preact.ts", import.meta.url)) } },
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: 'import { h, Fragment } from "preact"',
  },
  build: {
    target: "es2022",
    outDir: SITE,
    emptyOutDir: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { minify: true } },
    lib: { entry: "src/lettering/index.tsx", formats: ["es"], fileName: () => "lettering-[hash].mjs" },
  },
});
