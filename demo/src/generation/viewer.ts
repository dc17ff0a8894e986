/** The 3D viewer, 290 kB that are fetched only when somebody asks for it; every decoder comes from our origin. */

import { DECODERS } from "./decoders.js";

export async function loadViewer(): Promise<void> {
  const { ModelViewerElement } = await import("@google/model-viewer");
  ModelViewerElement.dracoDecoderLocation = DECODERS.draco.folder;
  ModelViewerElement.ktx2TranscoderLocation = DECODERS.ktx2.folder;
}
