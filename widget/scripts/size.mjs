/** Prints what a shopper downloads and fails the build when a script outgrows its budget. */
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const SITE = new URL("../../build/sites/v1/", import.meta.url);
/** A slow 4G line: 1.6 Mbit/s. */
const BYTES_PER_MS = 1_600_000 / 8 / 1000;
/**
 * What pages load first: with its language's file, less than the tenth of a second that people notice. What comes after
 * it, when the product is there: less than half of that.
 */
const BUDGETS_MS = [
  [/^luneo\.js$/, 85],
  [/^tools-.*\.mjs$/, 42],
];
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

for (const name of readdirSync(SITE).filter((file) => /js$/.test(file))) {
  const code = readFileSync(new URL(name, SITE));
  const gzip = gzipSync(code, { level: 9 }).length;
  const brotli = brotliCompressSync(code).length;
  console.log(`${name}: ${kilobytes(code.length)}, gzip ${kilobytes(gzip)}, brotli ${kilobytes(brotli)}`);
  const [, budget] = BUDGETS_MS.find(([pattern]) => pattern.test(name)) ?? [];
  if (budget && gzip > budget * BYTES_PER_MS) {
    console.error(`${name} is over its budget of ${kilobytes(budget * BYTES_PER_MS)} gzip.`);
    process.exitCode = 1;
  }
}
