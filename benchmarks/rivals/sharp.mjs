// The image rival: sharp, on one thread. Pixels in memory go in; pixels, or an encoded picture, come out.
import sharp from "sharp";
import { serve } from "./serve.mjs";

sharp.concurrency(1);
sharp.cache(false);

function shape({ width, height, channels }) {
  return { raw: { width, height, channels } };
}

function raw(kept, name) {
  const picture = kept.get(name);
  return sharp(picture.data, shape(picture));
}

function laid(kept, photo, input, size, { left, top }) {
  const layer = { input, ...shape(size), blend: "multiply", left, top };
  return raw(kept, photo).composite([layer]).removeAlpha().raw().toBuffer();
}

await serve({
  composite: ({ photo, layer, ...place }, kept) => laid(kept, photo, kept.get(layer).data, kept.get(layer), place),
  fitted: async ({ photo, artwork, width, height, ...place }, kept) => {
    const fit = raw(kept, artwork).resize(width, height, { fit: "fill" }).raw();
    const { data, info } = await fit.toBuffer({ resolveWithObject: true });
    return laid(kept, photo, data, info, place);
  },
  upscale: ({ picture, width, height }, kept) =>
    raw(kept, picture).resize(width, height, { kernel: "lanczos3" }).raw().toBuffer(),
  encode: ({ picture, format, options }, kept) => raw(kept, picture)[format](options).toBuffer(),
});
