import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { limits } from "./limits.js";
import { SITE } from "./tools.js";

/** What is not needed at first, by itself: a module that the widget loads when there is a product. */
export default defineConfig({
  define: limits,
  // Two copies of Preact would count their elements twice: the widget hands over its own.
  resolve: { alias: { preact: fileURLToPath(new URL("src/tools/preact.ts", import.meta.url)) } },
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: 'import { h, Fragment } from "preact"',
  },
  build: {
    target: "es2022",
    outDir: SITE,
    emptyOutDir: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { minify: true, comments: false } },
    lib: { entry: "src/tools/index.tsx", formats: ["es"], fileName: () => "tools-[hash].mjs" },
  },
});
