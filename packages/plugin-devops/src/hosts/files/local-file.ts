import { LineclearError } from '@lineclear/core/plugin';
import { sha256Hex, sha256OfFile } from '../../digest/sha256.ts';
import { shapedText } from '../../text/shaped-text.ts';
import { type Confinement, confine } from '../../files/confinement.ts';
import { openRegularFile } from '../../files/regular-file.ts';

/** A path of this machine as callers name it. */
export const localPath = shapedText({ pattern: /^[^\0\n\r]+$/, longest: 1_000, error: 'use a path in one line' });

/** Folders of this machine that tools may use for files of hosts. */
export interface LocalFolders {
  readonly roots: readonly string[];
  readonly protectedPaths: readonly string[];
}

/** The only way from a caller's text to a path of this machine; `not_configured` where no folder is named. */
export const confineLocal = async (folders: LocalFolders): Promise<Confinement> => {
  if (folders.roots.length > 0) return confine(folders);
  throw new LineclearError('not_configured', 'No folder of this machine is named for files of hosts.', {
    hint: 'Ask the operator to name one in artifacts.',
    details: { reason: 'no_artifacts' },
    effect: 'none',
  });
};

/** What is sent to a host: bytes in order, more than once if need be. */
export interface Payload extends AsyncDisposable {
  readonly bytes: number;
  readonly sha256: string;
  /** Part of it; fewer bytes at the end. */
  read(place: { readonly offset: number; readonly length: number }): Promise<Buffer>;
  /** The text, where it is one of at most 256 KB. */
  text(): Promise<string | undefined>;
}

/** The most that goes to a host or comes from it in one piece. */
export const mostFileBytes = 1 << 30;

/** A text as a payload. */
export const textPayload = (text: string): Payload => {
  const bytes = Buffer.from(text);
  return {
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    read: ({ offset, length }) => Promise.resolve(bytes.subarray(offset, offset + length)),
    text: () => Promise.resolve(shownText(bytes)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

/** A file below the folders of this machine as a payload. */
export const filePayload = async ({ path, folders }: { path: string; folders: LocalFolders }): Promise<Payload> => {
  const confinement = await confineLocal(folders);
  const file = await openRegularFile(await confinement.locate({ path }));
  try {
    const { size } = file.facts;
    if (size > mostFileBytes) throw tooLarge(size);
    const read = async ({ offset, length }: { offset: number; length: number }) => {
      const { buffer, bytesRead } = await file.handle.read(
        Buffer.alloc(Math.min(length, size)),
        0,
        Math.min(length, size),
        offset,
      );
      return buffer.subarray(0, bytesRead);
    };
    return {
      bytes: size,
      sha256: await sha256OfFile({ handle: file.handle }),
      read,
      text: async () => (size > mostShownBytes ? undefined : shownText(await read({ offset: 0, length: size }))),
      [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
    };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
};

/** A larger text is described by its size. */
export const mostShownBytes = 256 << 10;

/** Bytes as text; undefined where they are none, or too many to be shown. */
export const shownText = (bytes: Buffer): string | undefined => {
  if (bytes.length > mostShownBytes || bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
};

/** A file that is larger than what goes in one piece. */
export const tooLarge = (bytes: number): LineclearError =>
  new LineclearError('unsupported', `The file has ${bytes} bytes; the limit is ${mostFileBytes}.`, {
    hint: 'Split it, or move it by another way.',
    details: { reason: 'too_large', bytes, max_bytes: mostFileBytes },
    effect: 'none',
  });
