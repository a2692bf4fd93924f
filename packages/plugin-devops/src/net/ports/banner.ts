import type { Socket } from 'node:net';

const mostBytes = 256;
/** A server that speaks first does so at once; one that waits for us says nothing however long it is listened to. */
const longestMs = 1_500;

/** The first bytes that a server sends by itself, at most 256; empty where it waits for us or leaves. */
export const readBanner = ({ socket, signal }: { socket: Socket; signal: AbortSignal }): Promise<Buffer> =>
  new Promise((resolve) => {
    const finish = (bytes: Buffer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(bytes.subarray(0, mostBytes));
    };
    const onAbort = () => finish(Buffer.alloc(0));
    const timer = setTimeout(onAbort, longestMs);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('data', finish);
    socket.once('error', onAbort);
    socket.once('close', onAbort);
  });

/** A banner as text, or what there is to say of it. */
export const showBanner = (bytes: Buffer): string =>
  // oxlint-disable-next-line no-control-regex
  /[\0-\x08\x0e-\x1a\x1c-\x1f]|\ufffd/.test(bytes.toString('utf8'))
    ? `[${bytes.length} bytes of binary]`
    : bytes.toString('utf8').trim();
