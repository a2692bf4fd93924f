import * as z from 'zod';
import { fitting } from '../../text/fitting.ts';
import { cutLines } from '../../text/lines.ts';
import { type FileAnswer } from '../pull-requests/pull-files.ts';

export const shownFiles = z.array(
  z.object({
    path: z.string(),
    from: z.string().optional(),
    status: z.string(),
    added: z.int(),
    removed: z.int(),
    patch: z.string().optional(),
  }),
);

const mostOfOne = 15_000;
const mostOfAll = 60_000;

/** Files with their patches as far as they fit; `complete` is false when a patch or file is left out. */
export const showFiles = (
  files: readonly FileAnswer[],
): { readonly files: z.output<typeof shownFiles>; readonly files_left_out: number; readonly complete: boolean } => {
  let room = mostOfAll;
  let complete = true;
  const shown = files.map(({ filename, previous_filename: from, status, additions, deletions, patch }) => {
    const text = patch === undefined ? undefined : cutLines({ text: patch, maxCharacters: Math.min(mostOfOne, room) });
    const isShown = text !== undefined && room > 0;
    if (text !== undefined) room -= text.length;
    complete &&= patch === undefined || (isShown && text === patch);
    return {
      path: filename,
      ...(from === undefined ? {} : { from }),
      status,
      added: additions,
      removed: deletions,
      ...(isShown ? { patch: text } : {}),
    };
  });
  const fit = fitting({ items: shown, maxCharacters: 85_000 });
  return { files: [...fit], files_left_out: shown.length - fit.length, complete: complete && fit.length === shown.length };
};
