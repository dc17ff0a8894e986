// The model rival: glTF-Transform reads a GLB, exchanges the print zone's texture and writes the GLB again.
import { NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { serve } from "./serve.mjs";

const io = new NodeIO().registerExtensions(ALL_EXTENSIONS);

await serve({
  swap: async ({ model, texture, material, type }, kept) => {
    const document = await io.readBinary(new Uint8Array(kept.get(model).data));
    const zone = document.getRoot().listMaterials().find((each) => each.getName() === material);
    const own = zone.getBaseColorTexture() ?? document.createTexture();
    own.setImage(new Uint8Array(kept.get(texture).data)).setMimeType(type);
    zone.setBaseColorTexture(own);
    return io.writeBinary(document);
  },
});
