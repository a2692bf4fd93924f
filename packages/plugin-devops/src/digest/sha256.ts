import { createHash, hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** The SHA-256 of bytes, or of the UTF-8 of a text, as 64 hex digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex');

/** The SHA-256 of an open file, as 64 hex digits. Its own position stays where it is, for whoever reads it next. */
export const sha256OfFile = async ({ handle, signal }: { handle: FileHandle; signal?: AbortSignal }): Promise<string> => {
  const digest = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  for (let at = 0; ;) {
    signal?.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    const { bytesRead } = await handle.read(piece, 0, piece.byteLength, at);
    if (bytesRead === 0) return digest.digest('hex');
    digest.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
};
