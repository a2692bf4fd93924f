import { LineclearError } from '@lineclear/core/plugin';
import { refused } from './refusal.ts';

/** Refuses texts that bash, the parser and a person may read differently: control, invisible and odd blank characters. */
export const checkLineText = (line: string): void => {
  if (line.trim() === '' || line.length > maxCharacters || !line.isWellFormed()) {
    throw new LineclearError(
      'invalid_input',
      `The command is empty, no valid Unicode, or longer than ${maxCharacters} characters.`,
      {
        hint: 'Give one short command line; put longer ones into a script of the workspace.',
        details: { reason: 'bad_line' },
        effect: 'none',
      },
    );
  }
  const odd = unexpected.exec(line);
  if (odd !== null) throw refused({ construct: 'character', text: `U+${(odd[0].codePointAt(0) ?? 0).toString(16)}` });
};

const maxCharacters = 4_000;
// Line ends and tabs are read by both; every other blank, control, format or unassigned character is not.
const unexpected = /[^\n\t\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
