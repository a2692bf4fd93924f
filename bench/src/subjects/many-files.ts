import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The line that is looked for. */
export const needle = 'order 4711 failed';

const folders = 1_000;
const needleEvery = 2_500;
const filler = 'export const price = (count) => count * 2;\n'.repeat(6);

/** Writes so many small files; yields how many have the needle. */
export const writeFiles = async ({ folder, files }: { folder: string; files: number }): Promise<number> => {
  let needles = 0;
  for (let index = 0; index < Math.min(folders, files); index += 1) await mkdir(join(folder, `folder-${index}`));
  for (let from = 0; from < files; from += batch) {
    const batchFiles = Array.from({ length: Math.min(batch, files - from) }, (_, offset) => from + offset);
    await Promise.all(
      batchFiles.map((index) => {
        const has = index % needleEvery === 0;
        needles += Number(has);
        const path = join(folder, `folder-${index % folders}`, `file-${index}.js`);
        return writeFile(path, `// ${index}\n${filler}${has ? `${needle}\n` : ''}`);
      }),
    );
  }
  return needles;
};

const batch = 200;
const lineBytes = 100;

/** Writes a file of lines that begin with their numbers; yields how many there are. */
export const writeLargeFile = async ({ path, mebibytes }: { path: string; mebibytes: number }): Promise<number> => {
  await using file = await open(path, 'w');
  const perWrite = 10_000;
  const lines = Math.floor((mebibytes << 20) / lineBytes / perWrite) * perWrite || perWrite;
  for (let from = 1; from <= lines; from += perWrite) {
    const text = Array.from({ length: perWrite }, (_, index) => `${from + index} `.padEnd(lineBytes - 1, 'x'));
    await file.write(`${text.join('\n')}\n`);
  }
  return lines;
};
