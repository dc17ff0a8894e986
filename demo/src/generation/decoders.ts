/** Where the decoders of compressed models lie on our own origin, and what of three's `libs` is copied there. */
export const DECODERS = {
  draco: {
    folder: "/decoders/draco/",
    source: "draco/gltf",
    files: ["draco_decoder.js", "draco_decoder.wasm", "draco_wasm_wrapper.js"],
  },
  ktx2: {
    folder: "/decoders/basis/",
    source: "basis",
    files: ["basis_transcoder.js", "basis_transcoder.wasm"],
  },
} as const;
