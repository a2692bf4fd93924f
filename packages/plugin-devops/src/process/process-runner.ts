import { type ProcessResult, runForResult } from './run-for-result.ts';
import type { RunProgram } from './run-program.ts';
import { openFolder } from '../files/folder.ts';
import { judgeAgain } from '../programs/judge-again.ts';
import type { Judged, JudgeProcess } from '../programs/process-judge.ts';

export type RunProcess = (request: {
  argv: readonly string[];
  path: string;
  stdin: string | undefined;
  timeoutMs: number;
  guard: Judged['guard'];
  signal: AbortSignal;
}) => Promise<ProcessResult>;

/** Starts what was previewed, and only while its files are still the same. */
export const createRunProcess =
  (parts: { judge: JudgeProcess; run: RunProgram; env: Readonly<Record<string, string>> }): RunProcess =>
  async ({ argv, path, stdin, timeoutMs, guard, signal }) => {
    const { folder, program } = await judgeAgain({ judge: parts.judge, argv, path, guard });
    await using cwd = await openFolder(folder.real);
    return await runForResult({
      run: parts.run,
      program: program.path,
      invokedAs: program.name,
      args: argv.slice(1),
      folder: cwd,
      env: parts.env,
      ...(stdin === undefined ? {} : { stdin }),
      timeoutMs,
      signal,
    });
  };
