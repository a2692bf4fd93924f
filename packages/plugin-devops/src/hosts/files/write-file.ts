import { posix } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import type { SFTPWrapper } from 'ssh2';
import type { Payload } from './local-file.ts';
import { asked, type RemoteFile } from './transfer.ts';

/** The name under which a file grows until it is whole: of one plan, and hidden. */
export const draftPath = ({ path, planId }: { path: string; planId: string }): string =>
  posix.join(posix.dirname(path), `.lineclear-${planId}`);

/** How many writes are under way at a time, so that a long way to the host is no long wait. */
const parallel = 16;
const chunkBytes = 32 << 10;

/** Writes a whole new file that was not there, and makes it durable where the host can. Nothing has its final name yet. */
export const writeDraft = async ({
  payload,
  mode,
  progress,
  opened,
  transfer,
  ...file
}: RemoteFile<SFTPWrapper> & {
  payload: Payload;
  mode: number;
  progress: (sentBytes: number) => void;
  /** Runs before any content is sent, and may refuse what was opened. */
  opened?: (handle: Buffer) => Promise<void>;
}): Promise<void> => {
  // Nothing of it can be under the final name, whatever happens.
  const ask = <Value>(question: (done: (error: Error | null | undefined, value: Value) => void) => unknown): Promise<Value> =>
    asked({ ...file, effect: 'none', ask: question });
  const handle = await ask<Buffer>((done) => transfer.open(file.path, 'wx', { mode: 0o600 }, done));
  await opened?.(handle);
  let next = 0;
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (next < payload.bytes) {
      const offset = next;
      next += chunkBytes;
      const chunk = await payload.read({ offset, length: chunkBytes });
      if (chunk.length === 0) return;
      await ask<unknown>((done) => transfer.write(handle, chunk, 0, chunk.length, offset, (error) => done(error, undefined)));
      sent += chunk.length;
      progress(sent);
    }
  };
  await Promise.all(Array.from({ length: parallel }, sender));
  await ask<unknown>((done) => transfer.fsetstat(handle, { mode }, (error) => done(error, undefined)));
  await sync({ transfer, handle, ask });
  await ask<unknown>((done) => transfer.close(handle, (error) => done(error, undefined)));
};

/** Puts a whole file where its name says, in one step; what was there is replaced, or is a refusal where nothing may be there. */
export const placeDraft = async ({
  transfer,
  from,
  replaces,
  ...file
}: RemoteFile<SFTPWrapper> & { from: string; replaces: boolean }): Promise<void> => {
  await asked<unknown>({
    ...file,
    effect: 'unknown',
    // The rename of the protocol refuses to replace; OpenSSH's own replaces.
    ask: (done) =>
      replaces
        ? transfer.ext_openssh_rename(from, file.path, (error) => done(error, undefined))
        : transfer.rename(from, file.path, (error) => done(error, undefined)),
  });
};

/** Removes what was not put in its place; a host that cannot be reached keeps it, hidden and harmless. */
export const removeDraft = async ({ transfer, ...file }: RemoteFile<SFTPWrapper>): Promise<void> => {
  await asked<unknown>({
    ...file,
    effect: 'none',
    ask: (done) => transfer.unlink(file.path, (error) => done(error, undefined)),
  }).catch(() => undefined);
};

const sync = async ({
  transfer,
  handle,
  ask,
}: {
  transfer: SFTPWrapper;
  handle: Buffer;
  ask: (question: (done: (error: Error | null | undefined, value: unknown) => void) => unknown) => Promise<unknown>;
}): Promise<void> => {
  try {
    await ask((done) => transfer.ext_openssh_fsync(handle, (error) => done(error, undefined)));
  } catch (error) {
    // Servers other than OpenSSH may not know it.
    if (!LineclearError.is(error) || error.code !== 'unsupported') throw error;
  }
};
