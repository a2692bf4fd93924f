import { LineclearError } from '@lineclear/core/plugin';
import { quoteWord, quoteWords } from './quote.ts';

/** Our scripts on a host; the name is what their shell has as `$0`, so that a process list shows whose it is. */
export type ScriptName = 'query' | 'run' | 'outcome' | 'stop';

/** The one command line that any account's shell gets: a script of ours and its arguments. */
export const commandLine = ({ name, script, words }: { name: ScriptName; script: string; words: readonly string[] }): string => {
  if (!fitsCommandLine(words)) {
    throw new LineclearError('invalid_input', 'The arguments are too long for one command.', {
      hint: 'Send what is long as the input of the program, or as a file.',
      details: { reason: 'too_long' },
    });
  }
  return `exec /bin/sh -c ${quoteWord(script)} lineclear-${name} ${quoteWords(words)}`;
};

/** Whether arguments fit with our script into the 128 KB that Linux gives the one argument that a login shell has. */
export const fitsCommandLine = (words: readonly string[]): boolean => Buffer.byteLength(quoteWords(words)) <= longestBytes;

const longestBytes = 100_000;

/** The name of the records of a plan on a host. Throws where it could name anything else: a defect of the tool. */
export const recordName = (planId: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(planId)) return planId;
  throw new TypeError('The id of a plan names a file on a host.');
};
