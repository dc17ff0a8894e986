// Reads GLBs on standard input, each after its length (32 bits, little-endian), until the input ends. For each it
// writes gltf-validator's report as one line of JSON on standard output.
import validator from 'gltf-validator';

const LENGTH_BYTES = 4;

let pending = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= LENGTH_BYTES && pending.length >= LENGTH_BYTES + pending.readUInt32LE()) {
    const end = LENGTH_BYTES + pending.readUInt32LE();
    const glb = new Uint8Array(pending.subarray(LENGTH_BYTES, end));
    pending = pending.subarray(end);
    process.stdout.write(`${JSON.stringify(await validator.validateBytes(glb, { maxIssues: 100 }))}\n`);
  }
}
