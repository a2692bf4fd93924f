import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test ends. `files` are made in it: text, or bytes. */
export const tempFolder = async (files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'devops-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await putFiles({ folder, files });
  return folder;
};

export const putFiles = async (request: {
  folder: string;
  files: Readonly<Record<string, string | Uint8Array>>;
}): Promise<void> => {
  for (const [path, content] of Object.entries(request.files)) {
    const target = join(request.folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
};
