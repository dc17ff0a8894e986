/** Prints what a shopper downloads and fails the build when the script that pages load outgrows its budget. */
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const SCRIPT = "luneo.js";
const BUDGET_BYTES = 15 * 1024;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

for (const name of [SCRIPT, "luneo.mjs"]) {
  const code = readFileSync(new URL(`../../build/sites/v1/${name}`, import.meta.url));
  const gzip = gzipSync(code, { level: 9 }).length;
  const brotli = brotliCompressSync(code).length;
  console.log(`${name}: ${kilobytes(code.length)}, gzip ${kilobytes(gzip)}, brotli ${kilobytes(brotli)}`);
  if (name === SCRIPT && gzip > BUDGET_BYTES) {
    console.error(`${name} is over its budget of ${kilobytes(BUDGET_BYTES)} gzip.`);
    process.exitCode = 1;
  }
}
