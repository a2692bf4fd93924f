import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Bytes of a body that are read. */
const mostBytes = 1 << 20;

export interface Body {
  /** Bytes that were read. */
  readonly bytes: number;
  /** The body goes on after them. */
  readonly isCut: boolean;
  readonly sha256: string;
  /** What was read, where it was asked for. */
  readonly content: Buffer | undefined;
}

/** Reads a body up to a mebibyte. Rejects when it ends too early or the time is up. */
export const readBody = async ({
  answer,
  keepsText,
  signal,
}: {
  answer: IncomingMessage;
  keepsText: boolean;
  signal: AbortSignal;
}): Promise<Body> => {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  for await (const chunk of answer) {
    signal.throwIfAborted();
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk.subarray(0, mostBytes - bytes) : Buffer.alloc(0);
    hash.update(part);
    if (keepsText) kept.push(part);
    bytes += part.length;
    isCut = part.length < chunk.length;
    if (isCut) break;
  }
  return { bytes, isCut, sha256: hash.digest('hex'), content: keepsText ? Buffer.concat(kept) : undefined };
};
