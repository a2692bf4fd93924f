import { promisify } from 'node:util';
import type { Exchanged, RawAnswer } from './exchange.ts';

/** Undoes the answer's content encoding. The unpacked body has the same limit, so that a small answer cannot fill the memory. */
export const decodeAnswer = async ({
  answer,
  maxBytes,
}: {
  answer: RawAnswer;
  maxBytes: number;
}): Promise<Exchanged<RawAnswer>> => {
  const encodings = (answer.headers.get('content-encoding') ?? '').split(',').map((name) => name.trim().toLowerCase());
  let { body } = answer;
  try {
    // Listed in the order in which they were applied.
    for (const name of encodings.toReversed()) {
      if (body.length > 0 && isKnown(name)) body = await (await decoders())[name](body, { maxOutputLength: maxBytes });
    }
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    return { ok: false, failure: { kind: isTooLarge ? 'too_large' : 'undecodable', isSent: true, cause: error } };
  }
  const headers = new Headers(answer.headers);
  if (encodings.some(isKnown)) {
    headers.delete('content-encoding');
    headers.delete('content-length');
  }
  return { ok: true, answer: { ...answer, headers, body } };
};

const encodingNames = ['gzip', 'x-gzip', 'deflate', 'br'] as const;
const isKnown = (name: string): name is (typeof encodingNames)[number] => encodingNames.some((known) => known === name);

// Loaded with the first encoded answer: a server may run long without one.
const decoders = async () => {
  const { brotliDecompress, gunzip, inflate } = await import('node:zlib');
  const [gzip, deflate, br] = [promisify(gunzip), promisify(inflate), promisify(brotliDecompress)];
  return { gzip, 'x-gzip': gzip, deflate, br };
};
