import { existsSync } from 'node:fs';
import { ZodError } from 'zod';
import { LineclearError } from '../../plugin/errors.ts';

/** What keeps a file from being read or written. */
export type Trouble = keyof typeof troubles;

const troubles = {
  busy: { message: 'is locked by another process', hint: 'Another process holds FILE for seconds: end it, or call again.' },
  full: { message: 'cannot grow: the disk is full', hint: 'Free space on the disk that holds FILE, then call again.' },
  read_only: { message: 'cannot be written', hint: 'Make FILE and its folder writable for this user, then call again.' },
  opened_read_only: { message: 'was opened for reading only', hint: 'Open FILE for writing to do this.' },
  newer: {
    message: 'was written by a newer version, so this version only reads it',
    hint: 'Upgrade this program: FILE belongs to a newer version of it.',
  },
  older: {
    message: 'was written by an older version and cannot be read as it is',
    hint: 'Open FILE once for writing, which brings it up to date.',
  },
  corrupt: {
    message: 'is damaged or not a database',
    hint: 'Move FILE away and keep it as evidence, or restore it from a backup; it is never replaced by itself.',
  },
  foreign: { message: 'is a database of another program', hint: 'Name another file: FILE was not made by lineclear.' },
  no_wal: {
    message: 'is on a file system that cannot share it between processes',
    hint: 'Keep FILE on a local file system.',
  },
  missing: { message: 'was removed or replaced', hint: 'Restore FILE, or restart to begin a new one.' },
  denied: { message: 'cannot be opened', hint: 'Check that FILE is a file, and that it and its folder belong to this user.' },
  closed: { message: 'was closed', hint: 'Open FILE again.' },
  failed: { message: 'cannot be used', hint: 'Check the disk, quota and permissions of FILE, then call again.' },
} as const satisfies Record<string, { message: string; hint: string }>;

/** The error for a file that cannot be used, with a hint that names it; `details.reason` is the trouble. */
export const unavailable = ({ trouble, path, cause }: { trouble: Trouble; path: string; cause?: unknown }): LineclearError =>
  new LineclearError('audit_unavailable', `The store ${path} ${troubles[trouble].message}.`, {
    hint: troubles[trouble].hint.replace('FILE', path),
    details: { reason: trouble, file: path },
    cause,
  });

/** Puts what SQLite or the file system threw into the words of {@link unavailable}; our own errors stay as they are. */
export const toUnavailable = ({ error, path }: { error: unknown; path: string }): LineclearError =>
  LineclearError.is(error) ? error : unavailable({ trouble: troubleOf({ error, path }), path, cause: error });

/** True when another connection holds the lock: worth another attempt. */
export const isBusy = (error: unknown): boolean => {
  const code = resultCode(error);
  return code === 5 || code === 6;
};

/** Result codes: https://www.sqlite.org/rescode.html */
const troubleOf = ({ error, path }: { error: unknown; path: string }): Trouble => {
  switch (resultCode(error)) {
    case 5:
    case 6:
      return 'busy';
    case 8:
      return 'read_only';
    case 11:
    case 26:
      return 'corrupt';
    case 13:
      return 'full';
    case 3:
    case 14:
    case 23:
      return existsSync(path) ? 'denied' : 'missing';
    default:
      // Rows that are not what this program writes.
      if (error instanceof ZodError || error instanceof SyntaxError) return 'corrupt';
      return fileTroubles.get(systemCode(error) ?? '') ?? 'failed';
  }
};

const fileTroubles: ReadonlyMap<string, Trouble> = new Map([
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'denied'],
  ['EEXIST', 'denied'],
  ['EROFS', 'read_only'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  // The database was closed, or is being closed, while something still wanted to use it.
  ['ERR_INVALID_STATE', 'closed'],
]);

/** The primary code is the low byte; the rest refines it. */
const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
