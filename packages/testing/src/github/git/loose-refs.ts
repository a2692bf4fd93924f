import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Makes an empty bare repository, as `git init --bare --template=` does. */
export const initBare = async (gitDir: string, defaultBranch: string): Promise<void> => {
  await Promise.all(
    ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'].map((name) => mkdir(join(gitDir, name), { recursive: true })),
  );
  await writeFile(join(gitDir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
  await writeFile(join(gitDir, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n');
};

/** What a branch or tag in a file of its own names; null where there is none, and none in a packed list either. */
export const readRef = async (gitDir: string, ref: string): Promise<string | null | undefined> => {
  if (!isPlain(ref)) return undefined;
  const text = await readFile(join(gitDir, ref), 'utf8').catch(() => undefined);
  if (text !== undefined) return /^[0-9a-f]{40}\n$/.test(text) ? text.trim() : undefined;
  return (await hasPackedRefs(gitDir)) ? undefined : null;
};

/** The ref of this name, or all below a prefix such as `refs/heads`, sorted by name, and what they name; nothing where git has to be asked. */
export const readRefs = async (
  gitDir: string,
  prefix: string,
): Promise<readonly { readonly ref: string; readonly sha: string }[] | undefined> => {
  const isOne = isPlain(prefix);
  if (!(isOne || /^refs(\/(heads|tags))?$/.test(prefix)) || (await hasPackedRefs(gitDir))) return undefined;
  const one = isOne ? await readRef(gitDir, prefix) : undefined;
  if (typeof one === 'string') return [{ ref: prefix, sha: one }];
  const found = await readdir(join(gitDir, prefix), { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (found === undefined) return one === null ? [] : undefined;
  const names = found
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(gitDir, join(parentPath, name)))
    .toSorted();
  const refs = await Promise.all(
    names.map(async (ref) => {
      const sha = await readRef(gitDir, ref);
      return typeof sha === 'string' ? [{ ref, sha }] : [];
    }),
  );
  // A name or a content out of the ordinary, such as a ref that names another one.
  return refs.every((one) => one.length === 1) ? refs.flat() : undefined;
};

const hasPackedRefs = (gitDir: string): Promise<boolean> =>
  stat(join(gitDir, 'packed-refs')).then(
    () => true,
    () => false,
  );

/** Moves a ref in one step. False where its name needs git's own judgement. */
export const writeRef = async (gitDir: string, ref: string, sha: string): Promise<boolean> => {
  if (!isPlain(ref)) return false;
  const path = join(gitDir, ref);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.lock`, `${sha}\n`, { flag: 'wx' });
  } catch {
    return false;
  }
  try {
    await rename(`${path}.lock`, path);
    return true;
  } catch {
    // A folder stands there: other refs lie below this name.
    await rm(`${path}.lock`);
    return false;
  }
};

/** Removes a ref. False where git has to do it. */
export const removeRef = async (gitDir: string, ref: string): Promise<boolean> => {
  if (typeof (await readRef(gitDir, ref)) !== 'string' || (await hasPackedRefs(gitDir))) return false;
  await rm(join(gitDir, ref));
  // A folder without refs would stand in the way of a ref of its name.
  for (let folder = dirname(ref); folder.split('/').length > 2; folder = dirname(folder)) {
    const isEmptied = await rmdir(join(gitDir, folder)).then(
      () => true,
      () => false,
    );
    if (!isEmptied) break;
  }
  return true;
};

/** True for a name that git allows whatever else there is; others are left to its own judgement. */
export const isPlain = (ref: string): boolean =>
  /^refs\/(heads|tags)(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+$/.test(ref) && !/\.lock(\/|$)/.test(ref);
