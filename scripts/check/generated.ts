import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../generate/files.ts';

/** One line for each generated file that is not what the code says today. */
export async function checkGenerated({ root }: { root: string }): Promise<readonly string[]> {
  const files = await generatedFiles({ root });
  return [...files]
    .filter(([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text)
    .map(([file]) => `${file} is out of date: run npm run generate`);
}
