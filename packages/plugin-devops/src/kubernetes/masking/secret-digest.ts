import { createHmac, randomBytes } from 'node:crypto';

/** A value that is not shown: how long it is, and a mark that equal values share. */
export type Digest = (value: Uint8Array | string) => string;

let key: Buffer | undefined;

/**
 * Digests under a random key that lives as long as the server: values can be compared with each other, and nobody who sees a digest can
 * try out a guess at what it stands for. Because it does not outlive the server, no guard may hold one.
 */
export const openDigest = (): Digest => {
  key ??= randomBytes(32);
  const own = key;
  return (value) => {
    const bytes = Buffer.from(value);
    return `[${bytes.length} bytes, digest ${createHmac('sha256', own).update(bytes).digest('hex').slice(0, 10)}]`;
  };
};
