import { lstat, readdir, readlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Confinement } from './confinement.ts';
import { holds } from './confinement.ts';
import { toFileError } from './file-errors.ts';
import { fitting } from '../text/fitting.ts';
import { openChild, openFolder } from './folder.ts';
import type { Folder } from './folder.ts';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';
export interface Entry {
  /** Relative to the folder that was listed. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly bytes?: number;
}
export interface Listing {
  readonly shown: string;
  readonly entries: readonly Entry[];
  /** Entries after the last one shown. */
  readonly leftOut: number;
  /** False when the folder holds more than was looked at, so that `leftOut` is a lower bound. */
  readonly complete: boolean;
}
export type ListFolder = (request: {
  path: string;
  depth: number;
  limit: number;
  /** Start after this entry. */
  after: string | undefined;
  signal: AbortSignal;
}) => Promise<Listing>;
export type EntryFacts = Awaited<ReturnType<ReturnType<typeof createInspect>>>;

interface KindOf {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}
export const kindOf = (facts: KindOf): EntryKind => {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'folder';
  return facts.isSymbolicLink() ? 'link' : 'other';
};

/** Lists folders in the order of their paths. Links are shown and never followed, `.git` is shown and never entered. */
export const createListFolder =
  (confinement: Confinement): ListFolder =>
  async ({ path, depth, limit, after, signal }) => {
    const location = await confinement.locate({ path });
    const hidden = await confinement.protectedPaths();
    try {
      await using folder = await openFolder(location.real);
      const { entries, complete } = await collect({ folder, depth, hidden, signal });
      const start = after === undefined ? 0 : entries.findIndex((entry) => inOrder(after, entry.path) < 0);
      const page = start === -1 ? [] : fitting({ items: entries.slice(start, start + limit), maxCharacters: 60_000 });
      const leftOut = start === -1 ? 0 : entries.length - start - page.length;
      return {
        shown: location.shown,
        entries: await Promise.all(page.map((entry) => withSize({ folder, entry }))),
        leftOut,
        complete,
      };
    } catch (error) {
      throw toFileError({ error, shown: location.shown, effect: 'none' });
    }
  };

/** Describes one entry itself; for a link also where it points. */
export const createInspect =
  (confinement: Confinement) =>
  async ({ path }: { path: string }) => {
    const location = await confinement.locate({ path, last: 'keep' });
    try {
      const isRoot = location.real === location.root;
      await using folder = await openFolder(isRoot ? location.real : dirname(location.real));
      const entry = folder.at(isRoot ? '.' : basename(location.real));
      const facts = await lstat(entry);
      const kind = kindOf(facts);
      const target = kind === 'link' ? await readlink(entry) : undefined;
      return { location, kind, facts, target };
    } catch (error) {
      throw toFileError({ error, shown: location.shown, effect: 'none' });
    }
  };

const maxVisited = 20_000;

const collect = async (request: { folder: Folder; depth: number; hidden: readonly string[]; signal: AbortSignal }) => {
  const { hidden, signal } = request;
  const entries: Entry[] = [];
  const visit = async ({ folder, prefix, depth }: { folder: Folder; prefix: string; depth: number }): Promise<boolean> => {
    signal.throwIfAborted();
    const children = (await readdir(folder.at('.'), { withFileTypes: true })).toSorted((one, other) =>
      compare(one.name, other.name),
    );
    for (const child of children) {
      const path = prefix + child.name;
      if (hidden.some((secret) => holds(secret, join(folder.real, child.name)))) continue;
      if (entries.length >= maxVisited) return false;
      entries.push({ path, kind: kindOf(child) });
      if (!child.isDirectory() || depth === 1 || child.name === '.git') continue;
      await using below = await openChild({ folder, name: child.name });
      if (!(await visit({ folder: below, prefix: `${path}/`, depth: depth - 1 }))) return false;
    }
    return true;
  };
  const complete = await visit({ folder: request.folder, prefix: '', depth: request.depth });
  return { entries, complete };
};

// Sizes are looked up for one page only; a file that is gone meanwhile has none.
const withSize = async ({ folder, entry }: { folder: Folder; entry: Entry }): Promise<Entry> => {
  if (entry.kind !== 'file') return entry;
  try {
    await using parent = entry.path.includes('/') ? await openFolder(join(folder.real, dirname(entry.path))) : undefined;
    const facts = await lstat((parent ?? folder).at(basename(entry.path)));
    return facts.isFile() ? { ...entry, bytes: facts.size } : entry;
  } catch {
    return entry;
  }
};

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The order in which folders are walked: by name, a folder before what it holds. */
const inOrder = (one: string, other: string): number => {
  const [left, right] = [one.split('/'), other.split('/')];
  const at = left.findIndex((name, index) => name !== right[index]);
  return at === -1 ? left.length - right.length : compare(left[at] ?? '', right[at] ?? '');
};
