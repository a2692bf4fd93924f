import { LineclearError } from '@lineclear/core/plugin';
import type { RunProgram } from '../process/run-program.ts';
import type { Folder } from '../files/folder.ts';

export interface RipgrepCall {
  readonly run: RunProgram;
  readonly folder: Folder;
  /** Options, without the pattern. */
  readonly options: readonly string[];
  /** Absent when only file names are wanted. */
  readonly pattern?: string;
  /** Relative to the folder. */
  readonly target: string;
  /** By path, which takes one core alone; otherwise in the order in which several find them. */
  readonly isSorted: boolean;
  /** Never looked at; relative to the folder. */
  readonly hidden: readonly string[];
  /** Called for every record; `false` means that enough was read. */
  readonly onRecord: (record: { path: string; rest: string }) => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Runs ripgrep and splits what it prints into records. Its own configuration file is not read, links are not followed,
 * and every caller's text comes after `--` or inside one `--option=text`. True when it looked at everything.
 */
export const ripgrep = async (call: RipgrepCall): Promise<boolean> => {
  // Loaded when first used: finding the binary fails on platforms without one, and nothing else should.
  const { rgPath } = await import('@vscode/ripgrep');
  const enough = new AbortController();
  const errors: Buffer[] = [];
  let held = Buffer.alloc(0);
  const end = await call.run({
    program: rgPath,
    args: [
      ...fixedOptions,
      ...(call.isSorted ? ['--sort=path'] : []),
      ...call.options,
      ...call.hidden.map((path) => `--glob=!/${escapeGlob(path)}`),
      ...(call.pattern === undefined ? ['--files', '--'] : ['--line-number', '--column', '--', call.pattern]),
      call.target,
    ],
    folder: call.folder,
    env: {},
    timeoutMs: call.timeoutMs,
    signal: call.signal,
    enough: enough.signal,
    onStdout: (chunk) => {
      if (enough.signal.aborted) return;
      const { records, rest } = split({ bytes: Buffer.concat([held, chunk]), withLines: call.pattern !== undefined });
      held = rest;
      if (!records.every((record) => call.onRecord(record))) enough.abort();
    },
    onStderr: (chunk) => {
      if (errors.length < 10) errors.push(chunk);
    },
  });
  if (end.stopped === 'cancelled') throw new LineclearError('cancelled', 'The search was cancelled.', { effect: 'none' });
  // 1: nothing found; 2: an error, which can be one unreadable file beside good results.
  if (end.exitCode === 2 && end.stopped === undefined) checkErrors(Buffer.concat(errors).toString());
  return end.stopped === undefined;
};

const fixedOptions = [
  '--no-config',
  '--color=never',
  '--null',
  '--no-heading',
  '--with-filename',
  // The text of the lines is read through the confined reader; ripgrep only says where to look.
  '--max-columns=1',
  '--hidden',
  '--glob=!.git',
] as const;

const split = ({ bytes, withLines }: { bytes: Buffer; withLines: boolean }) => {
  const records: { path: string; rest: string }[] = [];
  let from = 0;
  for (;;) {
    const nul = bytes.indexOf(0, from);
    const end = withLines && nul !== -1 ? bytes.indexOf(10, nul) : nul;
    if (nul === -1 || end === -1) return { records, rest: Buffer.from(bytes.subarray(from)) };
    const path = bytes.toString('utf8', from, nul).replace(binaryNotice, '');
    records.push({ path: path.replace(/^\.\//, ''), rest: bytes.toString('utf8', nul + 1, end) });
    from = end + 1;
  }
};

// A file that turns out to be binary after its first match gets a line of its own, without a NUL.
const binaryNotice =
  /^[^\0]*?: (?:WARNING: stopped searching binary file after match|binary file matches) \(found .* byte around offset \d+\)\n/s;

const escapeGlob = (path: string): string => path.replaceAll(/[\\*?[\]{}!]/g, '\\$&');

const checkErrors = (text: string): void => {
  const parse = /^(?:rg: )?(?:regex parse error|error parsing glob)[\s\S]*/m.exec(text);
  if (parse === null) return;
  throw new LineclearError('invalid_input', 'The pattern or a glob cannot be parsed.', {
    hint: 'Correct it, or set literal: true to search for the text as it is.',
    details: { reason: 'bad_pattern', explanation: parse[0].slice(0, 500) },
  });
};
