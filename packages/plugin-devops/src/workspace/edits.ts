import { LineclearError } from '@lineclear/core/plugin';
import { describeNearest } from './nearest.ts';
import { count, lineEndingsOf } from '../text/lines.ts';

export interface Edit {
  readonly old: string;
  readonly new: string;
  readonly expected_replacements: number;
}

/**
 * Applies exact replacements one after another; all of them or none. In a file whose lines all end in CRLF, edits written with LF mean CRLF.
 * `conflict` when a text is not there, or not as often as expected.
 */
export const applyEdits = ({ text, edits, shown }: { text: string; edits: readonly Edit[]; shown: string }): string => {
  const endings = lineEndingsOf(text);
  return edits.reduce((current, edit, index) => {
    const old = endings === 'crlf' ? toCrlf(edit.old) : edit.old;
    const replacement = endings === 'crlf' ? toCrlf(edit.new) : edit.new;
    const found = count({ text: current, part: old });
    if (found === edit.expected_replacements) return current.split(old).join(replacement);
    const which = edits.length === 1 ? 'The text to replace' : `The text to replace in edit ${index + 1}`;
    throw found === 0
      ? notFound({ text: current, old: edit.old, which, shown })
      : wrongCount({ text: current, old, found, expected: edit.expected_replacements, which, shown });
  }, text);
};

const toCrlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');
const toLf = (text: string): string => text.replaceAll('\r\n', '\n');

const notFound = (request: { text: string; old: string; which: string; shown: string }): LineclearError => {
  const { text, old, which, shown } = request;
  if (toLf(text).includes(toLf(old))) {
    return new LineclearError(
      'conflict',
      `${which} is in "${shown}", but with other line endings (the file has ${lineEndingsOf(text)} endings).`,
      {
        hint: 'Edit line by line, with texts that hold no line ending; or write the whole file with fs_write.',
        details: { reason: 'line_endings', line_endings: lineEndingsOf(text) },
      },
    );
  }
  const nearest = describeNearest({ text: toLf(text), old: toLf(old) });
  return new LineclearError('conflict', `${which} is not in "${shown}".`, {
    hint:
      nearest === undefined
        ? 'Read the file with fs_read and copy the text exactly.'
        : 'Compare with details.difference: "-" is what you sent, "+" is what the file has. Copy the text exactly, without line numbers.',
    details: { reason: 'no_match', ...nearest },
  });
};

const wrongCount = (request: {
  text: string;
  old: string;
  found: number;
  expected: number;
  which: string;
  shown: string;
}): LineclearError => {
  const { text, old, found, expected, which, shown } = request;
  const lines: number[] = [];
  let at = text.indexOf(old);
  while (at !== -1 && lines.length < 10) {
    lines.push(count({ text: text.slice(0, at), part: '\n' }) + 1);
    at = text.indexOf(old, at + old.length);
  }
  return new LineclearError('conflict', `${which} occurs ${found} times in "${shown}"; ${expected} expected.`, {
    hint: `Add surrounding lines to make it unique, or set expected_replacements to ${found}.`,
    details: { reason: 'wrong_count', found, expected, lines },
  });
};
