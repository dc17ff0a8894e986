/** Prints what a shopper downloads and fails the build when the script that pages load outgrows its budget. */
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const SCRIPT = "luneo.js";
/** 85 ms of a slow 4G line (1.6 Mbit/s): with its language's file, less than the tenth of a second that people notice. */
const BUDGET_BYTES = (1_600_000 / 8) * 0.085;
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
