import { readFile } from 'node:fs/promises';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';
import { askHidden } from './ask.ts';

type Terminal = Pick<Surroundings, 'stdin' | 'stderr'>;

/**
 * The passphrase of an approver's key: typed, or the first line of a file (`/dev/fd/3` reads an open descriptor).
 * Never from the environment, which every process started here would inherit.
 */
export const readPassphrase = async ({
  terminal,
  file,
  question,
}: {
  terminal: Terminal;
  file: string | undefined;
  question: string;
}): Promise<string> => (file === undefined ? askHidden({ terminal, question }) : firstLine(file));

/** A new passphrase: long enough, and typed twice when it is typed. */
export const readNewPassphrase = async ({
  terminal,
  file,
}: {
  terminal: Terminal;
  file: string | undefined;
}): Promise<string> => {
  const passphrase = await readPassphrase({ terminal, file, question: 'New passphrase (12 characters or more): ' });
  if ([...passphrase].length < shortest) {
    throw new ExitError({
      message: `The passphrase is shorter than ${shortest} characters.`,
      hint: 'Four or five unrelated words are long enough and easy to type.',
      exitCode: exitCodes.usage,
    });
  }
  if (file === undefined && (await askHidden({ terminal, question: 'The same again: ' })) !== passphrase) {
    throw new ExitError({ message: 'The two are not the same; nothing was written.', exitCode: exitCodes.usage });
  }
  return passphrase;
};

const shortest = 12;

const firstLine = async (file: string): Promise<string> => {
  try {
    const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/, 1);
    return line;
  } catch (error) {
    throw new ExitError({ message: `The passphrase file ${file} cannot be read.`, exitCode: exitCodes.usage, cause: error });
  }
};
