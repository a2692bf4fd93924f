import { createHash } from 'node:crypto';
import { lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { Location } from './confinement.ts';
import { toFileError } from './file-errors.ts';
import { openChild, openFolder, openOrMakeFolder } from './folder.ts';
import type { Folder } from './folder.ts';
import { kindOf } from './listing.ts';
import type { EntryKind } from './listing.ts';
import { placeEntry } from './place-entry.ts';

/** Everything that a deletion or a move of one entry concerns. */
export interface Survey {
  readonly kind: EntryKind;
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  /** Paths relative to the entry, the first few. */
  readonly first: readonly string[];
  /** True when a git repository's own folder is among them. */
  readonly holdsGit: boolean;
  /** Changes when any name, size, time or identity in it changes. */
  readonly hash: string;
}

/** Looks at an entry and all that is in it, without following links. `undefined` when there is nothing. */
export const surveyEntry = async ({
  location,
  signal,
}: {
  location: Location;
  signal: AbortSignal;
}): Promise<Survey | undefined> => {
  if (!location.exists) return undefined;
  try {
    await using parent = await openFolder(dirname(location.real));
    return await survey({ parent, name: basename(location.real), signal, shown: location.shown });
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: 'none' });
  }
};

/** Deletes an entry and all that is in it. Every step names its entry through an open folder, so no link can lead out. */
export const removeEntry = async ({ location }: { location: Location }): Promise<void> => {
  const removed = { entries: 0 };
  try {
    await using parent = await openFolder(dirname(location.real));
    await remove({ folder: parent, name: basename(location.real), removed });
  } catch (error) {
    throw toFileError({ error, shown: location.shown, effect: removed.entries === 0 ? 'none' : 'unknown' });
  }
};

/** Renames an entry; folders above the new place are made. Without `overwrite`, what is there already is a `conflict`. */
export const moveEntry = async ({ from, to, overwrite }: { from: Location; to: Location; overwrite: boolean }): Promise<void> => {
  try {
    await using source = await openFolder(dirname(from.real));
    await using target = await openOrMakeFolder(dirname(to.real));
    const [before, after] = [
      { folder: source, name: basename(from.real) },
      { folder: target, name: basename(to.real) },
    ];
    await (overwrite ? rename(source.at(before.name), target.at(after.name)) : placeEntry({ from: before, to: after }));
    await target.sync();
  } catch (error) {
    throw toFileError({ error, shown: `${from.shown}" → "${to.shown}`, effect: 'none' });
  }
};

const shownFirst = 10;
const maxEntries = 100_000;

const survey = async (request: { parent: Folder; name: string; signal: AbortSignal; shown: string }): Promise<Survey> => {
  const { signal, shown } = request;
  const hash = createHash('sha256');
  const first: string[] = [];
  const sums = { files: 0, folders: 0, bytes: 0 };
  let holdsGit = false;
  const visit = async ({ folder, name, path }: { folder: Folder; name: string; path: string }): Promise<EntryKind> => {
    signal.throwIfAborted();
    const facts = await lstat(folder.at(name), { bigint: true });
    const kind = kindOf(facts);
    hash.update(`${path}\0${kind}\0${identityOf(facts, kind)}\n`);
    if (kind !== 'folder') {
      sums.files += 1;
      sums.bytes += Number(facts.size);
      if (first.length < shownFirst) first.push(path);
      if (sums.files + sums.folders > maxEntries) throw tooMany(shown);
      return kind;
    }
    sums.folders += 1;
    await using below = await openChild({ folder, name });
    for (const child of (await readdir(below.at('.'))).toSorted()) {
      holdsGit ||= child === '.git';
      await visit({ folder: below, name: child, path: path === '' ? child : `${path}/${child}` });
    }
    return kind;
  };
  const kind = await visit({ folder: request.parent, name: request.name, path: '' });
  return { kind, ...sums, first: first.filter((path) => path !== ''), holdsGit, hash: hash.digest('hex') };
};

// A folder's size and times change with its entries, which are in the hash themselves.
const identityOf = (facts: BigIntStats, kind: EntryKind): string =>
  kind === 'folder' ? `${facts.ino}` : `${facts.ino}\0${facts.size}\0${facts.mtimeNs}\0${facts.ctimeNs}`;

const remove = async (request: { folder: Folder; name: string; removed: { entries: number } }): Promise<void> => {
  const { folder, name, removed } = request;
  if ((await lstat(folder.at(name))).isDirectory()) {
    {
      await using below = await openChild({ folder, name });
      for (const child of await readdir(below.at('.'))) await remove({ folder: below, name: child, removed });
    }
    await rmdir(folder.at(name));
  } else {
    await unlink(folder.at(name));
  }
  removed.entries += 1;
};

const tooMany = (shown: string): LineclearError =>
  new LineclearError('unsupported', `"${shown}" holds more than ${maxEntries} entries.`, {
    hint: 'Delete its folders one at a time, or ask a person to do it.',
    details: { reason: 'too_many_entries' },
  });
