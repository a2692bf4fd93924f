import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { generatedFiles } from './generate/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const [file, text] of generatedFiles()) {
  writeFileSync(join(root, file), text);
  console.error(`wrote ${file}`);
}
