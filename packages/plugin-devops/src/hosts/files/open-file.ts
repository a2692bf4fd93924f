import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Stats } from 'ssh2';
import { asked, factsOf, realPathOf, type RemoteFile } from './transfer.ts';

/** A regular file of a host that is open: what is read of it is of the file that was judged, whatever its name leads to by now. */
export interface OpenFile {
  readonly facts: Stats;
  /** At most `length` bytes from a place on; fewer where it ends before. */
  readonly read: (range: { offset: number; length: number }) => Promise<Buffer>;
  /** Throws `conflict` where the name leads to another file by now: then what was asked by name is of that one, perhaps. */
  readonly check: () => Promise<void>;
  readonly [Symbol.dispose]: () => void;
}

/**
 * Opens a file whose path is free of links, and judged. SFTP follows a link that was put there since, and has no number for a file by
 * which to tell: so once it is open, its path has to be free of links still, and what is there has to have its owner, mode, size and time.
 */
export const openFile = async ({ judged, ...file }: RemoteFile & { judged: Stats }): Promise<OpenFile> => {
  const { transfer } = file;
  const ask = <Value>(question: (done: (error: Error | null | undefined, value: Value) => void) => unknown): Promise<Value> =>
    asked({ ...file, effect: 'none', ask: question });
  const handle = await ask<Buffer>((done) => transfer.open(file.path, 'r', done));
  // Nobody waits for it: a host that is away never answers, and the end of the transfer closes it, too.
  const close = (): void => transfer.close(handle, () => {});
  try {
    return {
      facts: await checkOpen({ ...file, handle, judged }),
      read: async ({ offset, length }) => {
        const buffer = Buffer.alloc(Math.max(0, length));
        let filled = 0;
        while (filled < buffer.length) {
          // oxlint-disable-next-line no-await-in-loop -- a server may give less than it is asked for
          const count = await ask<number>((done) =>
            transfer.read(handle, buffer, filled, buffer.length - filled, offset + filled, (error, bytes) => done(error, bytes)),
          );
          if (count === 0) break;
          filled += count;
        }
        return buffer.subarray(0, filled);
      },
      check: async () => void (await checkOpen({ ...file, handle, judged })),
      [Symbol.dispose]: close,
    };
  } catch (error) {
    close();
    throw error;
  }
};

/** Throws `conflict` unless an open file is the one that its path names, without a link; yields what it is. */
export const checkOpen = async ({
  handle,
  judged,
  ...file
}: RemoteFile & {
  handle: Buffer;
  /** What it was before it was opened, where it was there. */
  judged?: Stats;
}): Promise<Stats> => {
  const { transfer, path } = file;
  const fstat = (): Promise<Stats> => asked({ ...file, effect: 'none', ask: (done) => transfer.fstat(handle, done) });
  // Asked in one go: a server answers in turn, and leaves no time between. A log may grow, so its size is taken before and after.
  const [first, real, named, stillReal, last] = await Promise.all([
    fstat(),
    realPathOf(file),
    factsOf(file),
    realPathOf(file),
    fstat(),
  ]);
  const isNamed = real === path && stillReal === path && named?.isFile() === true;
  if (isNamed && isFollowing([...(judged === undefined ? [] : [judged]), first, named, last])) return last;
  throw new LineclearError(
    'conflict',
    `${quoted(path)} on the host ${quoted(file.host)} became another file while it was opened.`,
    {
      hint: 'Look at what changes it there, then call again.',
      details: { reason: 'moved', host: file.host, path },
      effect: 'none',
    },
  );
};

/** Whether these can be one file at these times: it may have grown, and nobody else owns it. */
const isFollowing = (times: readonly Stats[]): boolean =>
  times.every((now, index) => {
    const before = times[index - 1] ?? now;
    const isSame = now.uid === before.uid && now.gid === before.gid && now.mode === before.mode;
    return isSame && now.size >= before.size && now.mtime >= before.mtime;
  });
