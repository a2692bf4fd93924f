import { posix } from 'node:path';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { TarEntry } from './tar-entries.ts';

const mostEntries = 100_000;
const mostBytes = 4 * 2 ** 30;

/** What is in an archive that may be unpacked. */
export interface ArchiveFacts {
  readonly files: number;
  /** Of all its files, unpacked. */
  readonly bytes: number;
}

/** Refuses an archive whose entries would leave the folder that it is unpacked in, meet a path that all releases share, or fill a disk. */
export const checkEntries = async ({
  entries,
  shared,
}: {
  entries: AsyncIterable<TarEntry>;
  shared: readonly string[];
}): Promise<ArchiveFacts> => {
  const seen = new Map<string, TarEntry['type']>();
  let files = 0;
  let bytes = 0;
  for await (const entry of entries) {
    const path = plainPath(entry.path);
    const reason = path === undefined ? 'leaves' : problemOf({ entry, path, seen, shared });
    if (reason !== undefined) throw refused({ reason, path: entry.path });
    if (path !== undefined) seen.set(path, entry.type);
    files += entry.type === 'file' ? 1 : 0;
    bytes += entry.bytes;
    if (seen.size > mostEntries || bytes > mostBytes) throw refused({ reason: 'too_large', path: entry.path });
  }
  if (files === 0) throw refused({ reason: 'empty', path: '' });
  return { files, bytes };
};

/** A path below the release, without "./" before and "/" behind; `undefined` where it is none. */
const plainPath = (path: string): string | undefined => {
  // oxlint-disable-next-line no-control-regex
  if (path.startsWith('/') || /[\0-\x1f\x7f\\\ufffd]/.test(path) || path.split('/').includes('..')) return undefined;
  const plain = posix.normalize(path).replace(/\/$/, '');
  return plain === '' ? '.' : plain;
};

const problemOf = ({
  entry,
  path,
  seen,
  shared,
}: {
  entry: TarEntry;
  path: string;
  seen: ReadonlyMap<string, TarEntry['type']>;
  shared: readonly string[];
}): Reason | undefined => {
  const above = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  // Written through a link, it would land where the link leads.
  if (above.some((folder) => seen.has(folder) && seen.get(folder) !== 'folder')) return 'through_link';
  if (seen.has(path) && !(entry.type === 'folder' && seen.get(path) === 'folder')) return 'twice';
  if ((entry.mode & 0o6000) !== 0 && entry.type === 'file') return 'set_uid';
  if (entry.type === 'link' && leaves({ from: posix.dirname(path), to: entry.link })) return 'link_leaves';
  // A hard link names an entry from the top of the archive.
  if (entry.type === 'hard_link' && seen.get(plainPath(entry.link) ?? '') !== 'file') return 'link_leaves';
  if (shared.some((one) => path === one || path.startsWith(`${one}/`))) return 'shared';
  return shared.some((one) => one.startsWith(`${path}/`)) && entry.type !== 'folder' ? 'shared' : undefined;
};

const leaves = ({ from, to }: { from: string; to: string }): boolean => {
  // oxlint-disable-next-line no-control-regex
  if (to === '' || to.startsWith('/') || /[\0-\x1f\x7f]/.test(to)) return true;
  // Behind a name that is a link itself, ".." means another folder than it seems to.
  if (/(?:^|\/)(?!\.\.?\/)[^/]+\/(?:.*\/)?\.\.(?:\/|$)/.test(to)) return true;
  const end = posix.normalize(posix.join(from, to));
  return end === '..' || end.startsWith('../');
};

const problems = {
  leaves: 'is not below it',
  through_link: 'goes through a link or a file',
  link_leaves: 'leads out of it',
  twice: 'is in it twice',
  set_uid: 'would run as another account',
  shared: 'is a path that all releases share',
  too_large: 'is more than 4 GiB or 100,000 entries with those before',
  empty: 'is not there: it has no files',
} as const;
type Reason = keyof typeof problems;

const refused = ({ reason, path }: { reason: Reason; path: string }): LineclearError =>
  new LineclearError('invalid_input', `This archive is not unpacked anywhere: ${quoted(path)} ${problems[reason]}.`, {
    hint: 'Pack the files of the release alone, with links that stay inside of it.',
    details: { reason: `entry_${reason}`, path: path.slice(0, 300) },
  });
