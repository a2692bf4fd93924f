import { createInterface } from 'node:readline/promises';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';

type Terminal = Pick<Surroundings, 'stdin' | 'stderr'>;

/** True when a person can be asked here. */
export const canAsk = ({ stdin }: Terminal): boolean => stdin.isTTY === true;

/** Asks for one line. The question goes to stderr, so that stdout stays the command's own. */
export const askLine = async ({ terminal, question }: { terminal: Terminal; question: string }): Promise<string> => {
  terminal.stderr.write(question);
  const lines = createInterface({ input: terminal.stdin, terminal: false });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
};

/** True for `y` and `yes`; anything else, an empty line too, is a no. */
export const askYesNo = async ({ terminal, question }: { terminal: Terminal; question: string }): Promise<boolean> =>
  /^y(es)?$/i.test(await askLine({ terminal, question: `${question} [y/N] ` }));

/** Asks for a text that is not shown while it is typed. */
export const askHidden = ({ terminal, question }: { terminal: Terminal; question: string }): Promise<string> => {
  const { stdin } = terminal;
  if (stdin.setRawMode === undefined || !canAsk(terminal)) {
    throw new ExitError({
      message: 'A passphrase is needed and there is no terminal to ask at.',
      hint: 'Name a file whose first line is the passphrase: --passphrase-file PATH',
      exitCode: exitCodes.usage,
    });
  }
  terminal.stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (): void => {
      stdin.off('data', listen);
      stdin.setRawMode?.(false);
      stdin.pause();
      terminal.stderr.write('\n');
    };
    const listen = (chunk: Buffer | string): void => {
      for (const character of chunk.toString()) {
        if (character === '\r' || character === '\n') {
          end();
          resolve(typed);
          return;
        }
        if (character === interrupt || character === endOfInput) {
          end();
          reject(new ExitError({ message: 'Stopped; nothing was done.', exitCode: exitCodes.interrupted }));
          return;
        }
        typed = character === backspace || character === '\b' ? typed.slice(0, -1) : typed + character;
      }
    };
    stdin.on('data', listen);
  });
};

const interrupt = '\u0003';
const endOfInput = '\u0004';
const backspace = '\u007f';
