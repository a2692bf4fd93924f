import { LineclearError } from '@lineclear/core/plugin';
import type { Location } from './confinement.ts';
import { replaceFile } from './replace-file.ts';
import { encodeText, type Encoding } from '../text/encoding.ts';

/** Replaces a file's text while its hash is still `expected` (`absent` for a new file). Yields the number of bytes written. */
export type ReplaceText = (request: {
  location: Location;
  text: string;
  encoding: Encoding;
  expected: string;
}) => Promise<number>;

export const createReplaceText =
  ({ maxBytes }: { maxBytes: number }): ReplaceText =>
  async ({ location, text, encoding, expected }) => {
    const bytes = encodeFor({ text, encoding, shown: location.shown, maxBytes });
    await replaceFile({ location, bytes, expected, maxBytes });
    return bytes.length;
  };

/** The bytes that would be written; `invalid_input` when they are too many or the encoding lacks a character. */
export const encodeFor = (request: { text: string; encoding: Encoding; shown: string; maxBytes: number }): Buffer => {
  const { text, encoding, shown, maxBytes } = request;
  const bytes = encodeText({ text, encoding });
  if (bytes === undefined) {
    throw new LineclearError('invalid_input', `"${shown}" is in ${encoding}, which does not have some of these characters.`, {
      hint: 'Use characters of that encoding, or write the whole file with fs_write, which uses UTF-8.',
      details: { reason: 'not_encodable', encoding },
      effect: 'none',
    });
  }
  if (bytes.length <= maxBytes) return bytes;
  throw new LineclearError('invalid_input', `"${shown}" would have ${bytes.length} bytes; the limit is ${maxBytes}.`, {
    hint: 'Write less, or ask the operator to raise max_file_bytes.',
    details: { reason: 'too_large' },
    effect: 'none',
  });
};
