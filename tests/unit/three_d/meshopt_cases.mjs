// Writes what meshoptimizer's own encoder makes of many small arrays, as JSON: how each was packed, the packed bytes,
// and the bytes that its own decoder gives back.
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready]);
let seed = 7;
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const cases = [];

function add(packed, count, stride, mode, filter = 'NONE') {
  const plain = new Uint8Array(count * stride);
  MeshoptDecoder.decodeGltfBuffer(plain, count, stride, packed, mode, filter);
  cases.push({ mode, filter, count, stride, packed: base64(packed), plain: base64(plain) });
}

for (const stride of [4, 8, 12, 16, 64, 256]) {
  for (const count of [1, 15, 16, 17, 257, 600]) {
    for (const spread of [1, 3, 20, 256]) {
      const source = new Uint8Array(count * stride);
      for (let i = 0; i < source.length; i += 1) {
        source[i] = (i < stride ? 128 : source[i - stride]) + Math.floor(random() * spread);
      }
      add(MeshoptEncoder.encodeGltfBuffer(source, count, stride, 'ATTRIBUTES', 0), count, stride, 'ATTRIBUTES');
    }
  }
}
const floats = (count, width) =>
  Float32Array.from({ length: count * width }, () => (random() * 2 - 1) * 10);
const units = (count) => {
  const values = floats(count, 4);
  for (let i = 0; i < count; i += 1) {
    const length = Math.hypot(...values.slice(4 * i, 4 * i + 4));
    for (let k = 0; k < 4; k += 1) values[4 * i + k] /= length;
  }
  return values;
};
for (const [filter, stride, filtered] of [
  ['OCTAHEDRAL', 4, MeshoptEncoder.encodeFilterOct(units(100), 100, 4, 8)],
  ['OCTAHEDRAL', 8, MeshoptEncoder.encodeFilterOct(units(100), 100, 8, 12)],
  ['QUATERNION', 8, MeshoptEncoder.encodeFilterQuat(units(100), 100, 8, 12)],
  ['EXPONENTIAL', 12, MeshoptEncoder.encodeFilterExp(floats(100, 3), 100, 12, 15)],
]) {
  const packed = MeshoptEncoder.encodeGltfBuffer(bytesOf(filtered), 100, stride, 'ATTRIBUTES', 0);
  add(packed, 100, stride, 'ATTRIBUTES', filter);
}
const side = 24;
const tidy = [];
for (let y = 0; y < side; y += 1) {
  for (let x = 0; x < side; x += 1) {
    const a = y * (side + 1) + x;
    tidy.push(a, a + 1, a + side + 1, a + 1, a + side + 2, a + side + 1);
  }
}
const wild = Array.from({ length: 900 }, () => Math.floor(random() * 60000));
for (const indices of [tidy, wild, [0, 1, 2], [7, 7, 9, 9, 7, 3]]) {
  for (const stride of [2, 4]) {
    const source = stride === 2 ? Uint16Array.from(indices) : Uint32Array.from(indices);
    const bytes = bytesOf(source);
    add(MeshoptEncoder.encodeIndexBuffer(bytes, indices.length, stride), indices.length, stride, 'TRIANGLES');
    add(MeshoptEncoder.encodeIndexSequence(bytes, indices.length, stride), indices.length, stride, 'INDICES');
  }
}
process.stdout.write(JSON.stringify(cases));
