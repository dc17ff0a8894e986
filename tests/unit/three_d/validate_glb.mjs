// Reads a GLB on standard input and writes gltf-validator's report as JSON on standard output.
import { readFileSync } from 'node:fs';
import validator from 'gltf-validator';

const report = await validator.validateBytes(new Uint8Array(readFileSync(0)), { maxIssues: 100 });
process.stdout.write(JSON.stringify(report));
