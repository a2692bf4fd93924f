import { randomBytes } from 'node:crypto';
import { chmod, copyFile, constants, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text of a file, or `undefined` when there is none. */
export const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Replaces a file in one step, keeping its permissions and, where it is a link, the link. The old text is copied beside it first.
 * Yields the copy's path, or `undefined` when there was nothing to copy.
 */
export const replaceFile = async ({
  path,
  text,
  now,
}: {
  path: string;
  text: string;
  now: number;
}): Promise<string | undefined> => {
  await mkdir(dirname(path), { recursive: true });
  const target = await resolved(path);
  const mode = await modeOf(target);
  const backup = mode === undefined ? undefined : await backUp({ path: target, now });
  const draft = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: mode ?? 0o644 });
    if (mode !== undefined) await chmod(draft, mode);
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
  return backup;
};

const backUp = async ({ path, now }: { path: string; now: number }): Promise<string> => {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let attempt = 0; ; attempt += 1) {
    const backup = attempt === 0 ? `${path}.backup-${stamp}` : `${path}.backup-${stamp}-${attempt}`;
    try {
      await copyFile(path, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || attempt > 99) throw error;
    }
  }
};

const resolved = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
};

const modeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return undefined;
  }
};
