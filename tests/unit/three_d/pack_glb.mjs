// Reads a GLB on standard input and writes it, packed in the way that the first argument names, on standard output.
import { NodeIO } from '@gltf-transform/core';
import {
  ALL_EXTENSIONS,
  EXTMeshoptCompression,
  KHRDracoMeshCompression,
} from '@gltf-transform/extensions';
import draco3d from 'draco3dgltf';
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

const draco = (method) => (document) =>
  document
    .createExtension(KHRDracoMeshCompression)
    .setRequired(true)
    .setEncoderOptions({ method: KHRDracoMeshCompression.EncoderMethod[method] });
const meshopt = (method) => (document) =>
  document
    .createExtension(EXTMeshoptCompression)
    .setRequired(true)
    .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod[method] });

const WAYS = {
  draco: draco('EDGEBREAKER'),
  'draco-sequential': draco('SEQUENTIAL'),
  meshopt: meshopt('QUANTIZE'),
  'meshopt-filtered': meshopt('FILTER'),
  sparse: (document) => {
    for (const accessor of document.getRoot().listAccessors()) {
      accessor.setSparse(accessor.getType() === 'VEC3');
    }
  },
};

await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready]);
const io = new NodeIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({
  'draco3d.decoder': await draco3d.createDecoderModule(),
  'draco3d.encoder': await draco3d.createEncoderModule(),
  'meshopt.decoder': MeshoptDecoder,
  'meshopt.encoder': MeshoptEncoder,
});
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const document = await io.readBinary(new Uint8Array(Buffer.concat(chunks)));
for (const extension of document.getRoot().listExtensionsUsed()) extension.dispose();
WAYS[process.argv[2]](document);
process.stdout.write(await io.writeBinary(document));
