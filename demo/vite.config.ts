import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { DECODERS } from "./src/generation/decoders.js";

const { resolve } = createRequire(import.meta.url);

/** Serves the decoders of compressed models from our own origin. */
const decoders: Plugin = {
  name: "luneo-decoders",
  generateBundle() {
    for (const { folder, files, source } of Object.values(DECODERS)) {
      for (const file of files) {
        this.emitFile({
          type: "asset",
          fileName: `${folder.slice(1)}${file}`,
          source: readFileSync(resolve(`three/examples/jsm/libs/${source}/${file}`)),
        });
      }
    }
  },
};

/** The document that the reference shows. */
const openapi: Plugin = {
  name: "luneo-openapi",
  generateBundle() {
    const source = readFileSync(new URL("../docs/openapi.json", import.meta.url));
    this.emitFile({ type: "asset", fileName: "api/openapi.json", source });
  },
};

export default defineConfig({
  plugins: [decoders, openapi],
  build: {
    target: "es2022",
    outDir: "../build/sites",
    // The widget lies in there already.
    emptyOutDir: false,
    reportCompressedSize: false,
    // The 3D viewer and the API reference are large, and each is loaded only where it is wanted.
    chunkSizeWarningLimit: 2_000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "reference/index.html", "generation/index.html"] },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"] },
});
