import { LineclearError } from '@lineclear/core/plugin';
import type { Effect, ErrorCode } from '@lineclear/core/plugin';

/** The errno of a failed system call, or `undefined` for every other error. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Turns a failed system call on `shown` into an error that the caller can act on; other errors come back as they are. */
export const toFileError = ({ error, shown, effect }: { error: unknown; shown: string; effect?: Effect }): unknown => {
  const errno = errnoOf(error);
  if (LineclearError.is(error) || errno === undefined) return error;
  const { code, message, hint } = errnoTable[errno] ?? {
    code: 'upstream_error' as const,
    message: 'the operating system refused it',
    hint: 'Read details.errno and ask the operator to look at the file system.',
  };
  return new LineclearError(code, `"${shown}": ${message}.`, {
    hint,
    details: { reason: errno.toLowerCase(), errno },
    effect,
    cause: error,
  });
};

const errnoTable: Readonly<Record<string, { code: ErrorCode; message: string; hint: string }>> = {
  ENOENT: { code: 'not_found', message: 'does not exist', hint: 'Use fs_list or fs_search to find the right path.' },
  ENOTDIR: {
    code: 'invalid_input',
    message: 'a part of this path is a file, not a folder',
    hint: 'Use fs_list on the parent folder.',
  },
  EISDIR: { code: 'invalid_input', message: 'is a folder, not a file', hint: 'Use fs_list to see what is in it.' },
  EEXIST: { code: 'conflict', message: 'exists already', hint: 'Read it first, or choose another path.' },
  ENOTEMPTY: { code: 'conflict', message: 'is a folder that is not empty', hint: 'Use fs_list to see what is in it.' },
  EACCES: {
    code: 'forbidden',
    message: 'the operating system does not permit this',
    hint: 'Ask the operator to change the permissions.',
  },
  EPERM: {
    code: 'forbidden',
    message: 'the operating system does not permit this',
    hint: 'Ask the operator to change the permissions.',
  },
  ELOOP: {
    code: 'forbidden',
    message: 'symbolic links lead in a circle or changed meanwhile',
    hint: 'Name the real path instead of the link.',
  },
  ENAMETOOLONG: { code: 'invalid_input', message: 'the path is too long', hint: 'Use a shorter path.' },
  EINVAL: { code: 'invalid_input', message: 'the operating system does not accept this path', hint: 'Choose another path.' },
  EXDEV: {
    code: 'unsupported',
    message: 'the two paths are on different file systems',
    hint: 'Write a copy with fs_write, then delete the original.',
  },
  ENXIO: { code: 'invalid_input', message: 'is a device, pipe or socket, not a file', hint: 'Name a regular file.' },
  EBUSY: { code: 'conflict', message: 'is in use', hint: 'Try again later.' },
  ETXTBSY: { code: 'conflict', message: 'is a program that runs now', hint: 'Try again when it has ended.' },
  EROFS: { code: 'forbidden', message: 'is on a read-only file system', hint: 'Choose a path that can be written.' },
  ENOSPC: { code: 'upstream_error', message: 'the disk is full', hint: 'Ask the operator to free space.' },
  EDQUOT: { code: 'upstream_error', message: 'the disk quota is used up', hint: 'Ask the operator to free space.' },
};
