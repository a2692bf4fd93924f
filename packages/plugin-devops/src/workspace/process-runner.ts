import { createOutputWindow } from '../process/output-window.ts';
import type { RunProgram } from '../process/run-program.ts';
import { openFolder } from './folder.ts';
import { judgeAgain } from './judge-again.ts';
import type { Judged, JudgeProcess } from './process-judge.ts';

export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly leftOutBytes: number;
}
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
    const [stdout, stderr] = [createOutputWindow(maxStdoutBytes), createOutputWindow(maxStderrBytes)];
    await using cwd = await openFolder(folder.real);
    const end = await parts.run({
      program: program.path,
      invokedAs: program.name,
      args: argv.slice(1),
      folder: cwd,
      env: parts.env,
      ...(stdin === undefined ? {} : { stdin }),
      timeoutMs,
      signal,
      onStdout: stdout.add,
      onStderr: stderr.add,
    });
    const [out, errors] = [stdout.end(), stderr.end()];
    return {
      exitCode: end.exitCode,
      signal: end.signal,
      timedOut: end.stopped !== undefined,
      durationMs: end.durationMs,
      stdout: out.text,
      stderr: errors.text,
      leftOutBytes: out.leftOutBytes + errors.leftOutBytes,
    };
  };

const maxStdoutBytes = 32 << 10;
const maxStderrBytes = 16 << 10;
