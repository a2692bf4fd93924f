import { isDeepStrictEqual } from 'node:util';
import { LineclearError } from '@lineclear/core/plugin';
import { type ProcessResult, runForResult } from '../process/run-for-result.ts';
import type { RunProgram } from '../process/run-program.ts';
import { openFolder } from '../files/folder.ts';
import type { JudgedLine, JudgeLine } from './judge-line.ts';

export type RunLine = (request: {
  line: string;
  path: string;
  timeoutMs: number;
  guard: JudgedLine['guard'];
  signal: AbortSignal;
}) => Promise<ProcessResult>;

/** Judges the line again and runs it, character by character the one that was judged, while its programs are still the same. */
export const createRunLine =
  (parts: { judge: JudgeLine; run: RunProgram; env: Readonly<Record<string, string>> }): RunLine =>
  async ({ line, path, timeoutMs, guard, signal }) => {
    const { folder, shell, switches, guard: now } = await parts.judge({ line, path });
    if (!isDeepStrictEqual(now, guard)) throw changed();
    await using cwd = await openFolder(folder.real);
    return await runForResult({
      run: parts.run,
      program: shell.path,
      invokedAs: 'bash',
      args: [...switches, '-c', line],
      folder: cwd,
      env: shellEnvironment(parts.env),
      timeoutMs,
      signal,
    });
  };

/** What programs get, without what bash itself acts on. In a character set of two bytes a quotation could end elsewhere. */
const shellEnvironment = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) => !actedOn.test(name) && (!locale.test(name) || /^(C|POSIX)$|utf-?8/i.test(value)),
    ),
  );

const actedOn = /^(BASH.*|ENV|SHELLOPTS|CDPATH|GLOBIGNORE|EXECIGNORE|IFS|PS\d|PROMPT_COMMAND|POSIXLY_CORRECT)$/;
const locale = /^(LANG|LC_ALL|LC_CTYPE)$/;

const changed = (): LineclearError =>
  new LineclearError(
    'conflict',
    'A program of the line, its folder, or a file that it names, changed since the preview; nothing ran.',
    {
      hint: 'Look at what changed, then preview again.',
      details: { reason: 'program_changed' },
      effect: 'none',
    },
  );
