import { parseTree, peelObject, readObject, sizeOf } from './loose-objects.ts';
import type { TreePart } from './loose-objects.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly path: string;
  /** Of blobs only. */
  readonly size: number | undefined;
}

/** What a tree or the tree of a commit holds, as `git ls-tree --long` lists it; nothing where git has to be asked. */
export const readTree = async (
  gitDir: string,
  { sha, isRecursive }: { sha: string; isRecursive: boolean },
): Promise<readonly TreeEntry[] | undefined> => {
  const tree = await peelObject(gitDir, { sha, kind: 'tree' });
  return typeof tree === 'string' ? entriesOf(gitDir, { tree, folder: '', isRecursive }) : undefined;
};

/** What lies at a path of a commit, null where nothing does; nothing where git has to be asked. */
export const readEntry = async (
  gitDir: string,
  { commit, path }: { commit: string; path: string },
): Promise<TreeEntry | null | undefined> => {
  let tree = await peelObject(gitDir, { sha: commit, kind: 'tree' });
  const names = path.split('/');
  if (names.some((name) => ['', '.', '..'].includes(name))) return undefined;
  for (const [index, name] of names.entries()) {
    const content = typeof tree === 'string' ? await readObject(gitDir, 'tree', tree) : undefined;
    if (content === undefined) return undefined;
    const part = parseTree(content).find((one) => one.name === name);
    if (part === undefined) return null;
    if (index === names.length - 1) return entryOf(gitDir, { part, path });
    if (part.mode !== '040000') return null;
    tree = part.sha;
  }
  return undefined;
};

const entriesOf = async (
  gitDir: string,
  { tree, folder, isRecursive }: { tree: string; folder: string; isRecursive: boolean },
): Promise<readonly TreeEntry[] | undefined> => {
  const content = await readObject(gitDir, 'tree', tree);
  if (content === undefined) return undefined;
  const entries: TreeEntry[] = [];
  for (const part of parseTree(content)) {
    const path = `${folder}${part.name}`;
    const entry = await entryOf(gitDir, { part, path });
    const below =
      isRecursive && part.mode === '040000' ? await entriesOf(gitDir, { tree: part.sha, folder: `${path}/`, isRecursive }) : [];
    if (entry === undefined || below === undefined) return undefined;
    entries.push(entry, ...below);
  }
  return entries;
};

const entryOf = async (gitDir: string, { part, path }: { part: TreePart; path: string }): Promise<TreeEntry | undefined> => {
  const { mode, sha } = part;
  const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
  if (type !== 'blob') return { mode, type, sha, path, size: undefined };
  const size = await sizeOf(gitDir, sha);
  return size === undefined ? undefined : { mode, type, sha, path, size };
};
