import { type Effect, type ErrorCode, LineclearError, quoted } from '@lineclear/core/plugin';
import type { Stats } from 'ssh2';
import { ifFound } from '../../if-found.ts';
import type { ReadingTransfer } from '../client/hosts-reader.ts';

/** One file of a host, in an open transfer. */
export interface RemoteFile<Transfer = ReadingTransfer> {
  readonly host: string;
  readonly transfer: Transfer;
  readonly signal: AbortSignal;
  readonly path: string;
}

/** The path free of links; its last name need not exist. `undefined` where a folder of it does not. */
export const realPathOf = ({ transfer, ...file }: RemoteFile): Promise<string | undefined> =>
  ifFound(asked({ ...file, effect: 'none', ask: (done) => transfer.realpath(file.path, done) }));

/** What is at the path, a link itself and not where it leads; `undefined` where nothing is. */
export const factsOf = ({ transfer, ...file }: RemoteFile): Promise<Stats | undefined> =>
  ifFound(asked({ ...file, effect: 'none', ask: (done) => transfer.lstat(file.path, done) }));

/** At most `length` bytes of a file from a place on, by its name; fewer where it ends before. `openFile` is for files that others may swap. */
export const readRange = async ({
  transfer,
  offset,
  length,
  ...file
}: RemoteFile & { offset: number; length: number }): Promise<Buffer> => {
  if (length <= 0) return Buffer.alloc(0);
  const stream = transfer.createReadStream(file.path, { start: offset, end: offset + length - 1 });
  return asked<Buffer>({
    ...file,
    effect: 'none',
    ask: (done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', (error: Error) => done(error, Buffer.alloc(0)));
      stream.once('end', () => done(undefined, Buffer.concat(chunks)));
    },
  }).finally(() => stream.destroy());
};

/** One question to the host. It ends with the signal as well, for a host may never answer. */
export const asked = async <Value>({
  ask,
  signal,
  effect,
  ...place
}: {
  ask: (done: (error: Error | null | undefined, value: Value) => void) => unknown;
  signal: AbortSignal;
  effect: Effect;
  host: string;
  path: string;
}): Promise<Value> => {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    signal.throwIfAborted();
    ask((error, value) => (error === undefined || error === null ? resolve(value) : reject(error)));
    return await promise;
  } catch (error) {
    if (signal.aborted) throw error;
    throw toTransferError({ error, effect, ...place });
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/** A refusal of the host's file server as an error that the caller can act on. */
export const toTransferError = ({
  error,
  host,
  path,
  effect,
}: {
  error: unknown;
  host: string;
  path: string;
  effect: Effect;
}): LineclearError => {
  if (LineclearError.is(error)) return error;
  const status = statusOf(error);
  const { code, reason, sentence } = refusals.get(status) ?? lost;
  return new LineclearError(code, `${quoted(path)} on the host ${quoted(host)} ${sentence}.`, {
    ...(reason === 'connection_lost' && { hint: 'Call again: it connects anew.' }),
    details: { reason, host, path },
    effect: status === undefined ? effect : 'none',
    cause: error,
  });
};

const statusOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error)) return undefined;
  // ssh2 throws this by itself, and sends nothing.
  if (error.message.includes('does not support this extended request')) return 8;
  return 'code' in error && typeof error.code === 'number' ? error.code : undefined;
};

interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly sentence: string;
}

/** Status codes of draft-ietf-secsh-filexfer-02, which OpenSSH speaks. */
const refusals: ReadonlyMap<number | undefined, Refusal> = new Map([
  [2, { code: 'not_found', reason: 'no_such_file', sentence: 'does not exist' }],
  [3, { code: 'forbidden', reason: 'permission_denied', sentence: 'is not permitted to the account' }],
  [4, { code: 'upstream_error', reason: 'transfer_failed', sentence: 'was refused by its file system' }],
  [8, { code: 'unsupported', reason: 'transfer_unsupported', sentence: 'needs something that its server does not do' }],
]);

const lost: Refusal = {
  code: 'unreachable',
  reason: 'connection_lost',
  sentence: 'was not transferred: the connection was lost',
};
