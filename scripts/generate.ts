import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generate/files.ts';
import { build } from './setup/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!build({ root, node: process.execPath })) throw new Error('nothing is written while the build fails');
for (const [file, text] of await generatedFiles({ root })) {
  writeFileSync(join(root, file), text);
  console.error(`wrote ${file}`);
}
