import type { TreeChange } from './git-store.ts';
import type { TreePart } from './loose-objects.ts';
import { parseTree, readObject, treeContent, writeObject } from './loose-objects.ts';

/** A folder that is being changed: what it held, and the changes below each name. */
interface Draft {
  readonly parts: Map<string, TreePart>;
  readonly folders: Map<string, Draft>;
}

/** The tree that these files make upon another one; nothing where the other one lies in a pack, or more than files changes. */
export const writeFilesTree = async (
  gitDir: string,
  { base, changes }: { base: string | undefined; changes: readonly TreeChange[] },
): Promise<string | undefined> => {
  if (changes.some(({ sha, mode }) => sha === null || mode === '040000')) return undefined;
  const root = await draftOf(gitDir, base);
  if (root === undefined) return undefined;
  for (const { path, sha, mode } of changes) {
    const folders = path.split('/');
    const name = folders.pop() ?? '';
    if (sha === null || name === '' || folders.some((folder) => ['', '.', '..', '.git'].includes(folder))) return undefined;
    let draft = root;
    for (const folder of folders) {
      const existing = draft.parts.get(folder);
      if (existing !== undefined && existing.mode !== '040000') return undefined;
      const below = draft.folders.get(folder) ?? (await draftOf(gitDir, existing?.sha));
      if (below === undefined) return undefined;
      draft.folders.set(folder, below);
      draft = below;
    }
    if (draft.parts.get(name)?.mode === '040000' || draft.folders.has(name)) return undefined;
    draft.parts.set(name, { mode, name, sha });
  }
  return write(gitDir, root);
};

const draftOf = async (gitDir: string, sha: string | undefined): Promise<Draft | undefined> => {
  const content = sha === undefined ? Buffer.alloc(0) : await readObject(gitDir, 'tree', sha);
  if (content === undefined) return undefined;
  return { parts: new Map(parseTree(content).map((part) => [part.name, part])), folders: new Map() };
};

const write = async (gitDir: string, { parts, folders }: Draft): Promise<string> => {
  for (const [name, draft] of folders) parts.set(name, { mode: '040000', name, sha: await write(gitDir, draft) });
  return writeObject(gitDir, 'tree', treeContent([...parts.values()]));
};
