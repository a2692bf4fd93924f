import { isDelicate } from '../delicate.ts';
import type { Payload } from './local-file.ts';
import { mostShownBytes, shownText } from './local-file.ts';
import type { OpenFile } from './open-file.ts';

/**
 * How a file changes, for people: a diff where both are texts of a size that is read, else their sizes and digests. What holds secrets by
 * its name is not read: the new text is shown, the old one by its digest.
 */
export const describeChange = async ({
  payload,
  before,
  file,
  path,
}: {
  payload: Payload;
  before: { readonly bytes: number; readonly sha256: string } | undefined;
  /** What is there. */
  file: OpenFile | undefined;
  path: string;
}): Promise<string> => {
  const after = await payload.text();
  const keepsSecrets = isDelicate(path);
  const text =
    before === undefined || file === undefined || keepsSecrets
      ? ''
      : before.bytes > mostShownBytes
        ? undefined
        : shownText(await file.read({ offset: 0, length: before.bytes }));
  if (after === undefined || text === undefined) {
    const old = before === undefined ? 'nothing' : `${before.bytes} bytes (sha256 ${before.sha256})`;
    return `${old} -> ${payload.bytes} bytes (sha256 ${payload.sha256})`;
  }
  // The library that compares is loaded when somebody compares.
  const { unifiedDiff } = await import('../../text/unified-diff.ts');
  const shown = unifiedDiff({ before: text, after, name: path.slice(1), maxCharacters: 20_000 });
  return before !== undefined && keepsSecrets
    ? `${before.bytes} bytes that are not shown (sha256 ${before.sha256}) are replaced by:\n${shown}`
    : shown;
};
