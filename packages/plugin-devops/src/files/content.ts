import { LineclearError } from '@lineclear/core/plugin';
import { ifFound } from '../if-found.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { Confinement, Location } from './confinement.ts';
import { errnoOf } from './file-errors.ts';
import { readRegularFile } from './regular-file.ts';
import { decodeText, type Text } from '../text/encoding.ts';

/** A file as it is now. */
export interface Content {
  readonly bytes: number;
  readonly sha256: string;
  /** Permission bits. */
  readonly mode: number;
  /** `undefined` when the file is not text. */
  readonly text: Text | undefined;
}
/** `undefined` when nothing is there. */
export type ReadContent = (location: Location) => Promise<Content | undefined>;
export type ReadText = (request: { path: string }) => Promise<Text & { location: Location; content: Content }>;

/** Makes the one reader of file contents: regular files of at most `maxBytes`. */
export const createReadContent =
  ({ maxBytes }: { maxBytes: number }): ReadContent =>
  async (location) => {
    const file = await ifFound(readRegularFile({ location, maxBytes }));
    if (file === undefined) return undefined;
    const { bytes, mode } = file;
    return { bytes: bytes.length, sha256: sha256Hex(bytes), mode, text: decodeText(bytes) };
  };

/** Reads text by a caller's path; `not_found` when it is not there, `unsupported` when it is not text. */
export const createReadText =
  ({ confinement, readContent }: { confinement: Confinement; readContent: ReadContent }): ReadText =>
  async ({ path }) => {
    const location = await confinement.locate({ path });
    const content = await readContent(location);
    if (content === undefined) {
      throw new LineclearError('not_found', `"${location.shown}" does not exist.`, {
        hint: 'Use fs_list or fs_search to find the right path.',
        details: { reason: 'enoent' },
      });
    }
    if (content.text === undefined) {
      throw new LineclearError('unsupported', `"${location.shown}" is not a text file.`, {
        hint: 'Use fs_info for its size and type; the file tools read and edit text only.',
        details: { reason: 'binary', bytes: content.bytes },
      });
    }
    return { ...content.text, location, content };
  };

/** The text of a file, and undefined for one that cannot be read as text: gone, too large, binary, or out of reach. */
export const readOrSkip = async ({ readText, path }: { readText: ReadText; path: string }): Promise<string | undefined> => {
  try {
    return (await readText({ path })).text;
  } catch (error) {
    if (LineclearError.is(error)) return undefined;
    throw error;
  }
};

/** Stands for the hash of a file that does not exist. */
export const absent = 'absent';

/** Like `promise`, but `undefined` when the file does not exist. */
export const orAbsent = async <Value>(promise: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await promise;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};
