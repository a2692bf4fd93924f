import { LineclearError } from '@lineclear/core/plugin';
import { runProgram } from '../../../process/run-program.ts';
import { openFolder } from '../../../files/folder.ts';

/** Which lines are wanted: those with a text, or those that fit a regular expression. */
export type Wanted = { readonly text: string } | { readonly pattern: string };

/** Enough for any expression on the lines of one answer, which ripgrep goes through in time proportional to their length. */
const timeoutMs = 5_000;

/**
 * The numbers, from 0, of the lines that are wanted. Expressions are Rust's: they have no look-around and no back-references, and so
 * none of them can be made to take long by the text of a log.
 */
export const matchingLines = async ({
  lines,
  wanted,
  signal,
}: {
  lines: readonly string[];
  wanted: Wanted;
  signal: AbortSignal;
}): Promise<ReadonlySet<number>> => {
  if ('text' in wanted) return new Set(lines.flatMap((line, index) => (line.includes(wanted.text) ? [index] : [])));
  const { rgPath } = await import('@vscode/ripgrep');
  await using folder = await openFolder('/');
  const found: Buffer[] = [];
  let problem = '';
  const end = await runProgram({
    program: rgPath,
    // An empty replacement of every match leaves the numbers of the lines alone.
    args: [
      '--no-config',
      '--color=never',
      '--text',
      '--line-number',
      '--only-matching',
      '--replace=',
      '--regexp',
      wanted.pattern,
      '-',
    ],
    folder,
    env: {},
    // A line that has what ends one would be counted as several.
    stdin: lines.map((line) => line.replaceAll(/[\n\0]/g, ' ')).join('\n'),
    timeoutMs,
    signal,
    onStdout: (chunk) => found.push(chunk),
    onStderr: (chunk) => (problem = (problem + chunk.toString()).slice(0, 500)),
  });
  if (end.stopped === 'cancelled') throw new LineclearError('cancelled', 'The search was cancelled.', { effect: 'none' });
  if (end.exitCode === 2) throw badPattern(problem);
  if (end.exitCode === null)
    throw new LineclearError('timeout', 'The search in the log took too long.', { hint: 'Use a simpler expression.' });
  return new Set(
    Buffer.concat(found)
      .toString()
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [Number.parseInt(line, 10) - 1])),
  );
};

const badPattern = (explanation: string): LineclearError =>
  new LineclearError('invalid_input', 'The regular expression cannot be used.', {
    hint: 'Correct it, or leave regex out to look for the text as it is. Look-around and back-references do not exist here.',
    details: { reason: 'bad_pattern', explanation },
  });
