// The image rival: sharp. Answers one JSON line a request, so that start-up is measured on neither side.
import { createInterface } from "node:readline";
import sharp from "sharp";

sharp.concurrency(1);
sharp.cache(false);

const kept = new Map();

function raw(name) {
  const { data, width, height, channels } = kept.get(name);
  return sharp(data, { raw: { width, height, channels } });
}

const work = {
  blend: ({ photo, artwork, left, top }) => {
    const { data, width, height, channels } = kept.get(artwork);
    const input = { input: data, raw: { width, height, channels }, blend: "multiply", left, top };
    return raw(photo).composite([input]).removeAlpha().raw().toBuffer();
  },
  upscale: ({ picture, width, height }) =>
    raw(picture).resize(width, height, { kernel: "lanczos3" }).raw().toBuffer(),
  encode: ({ picture, format, options }) => raw(picture)[format](options).toBuffer(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.keep) {
    kept.set(request.keep, { ...request, data: Buffer.from(request.pixels, "base64") });
    console.log("{}");
    continue;
  }
  const began = process.hrtime.bigint();
  const made = await work[request.work](request);
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  const answer = { ms, peak_kib: process.resourceUsage().maxRSS };
  if (request.wanted) answer.made = made.toString("base64");
  console.log(JSON.stringify(answer));
}
