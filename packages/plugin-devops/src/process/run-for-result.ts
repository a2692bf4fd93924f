import { BoundedOutput } from './bounded-output.ts';
import type { ProgramCall, RunProgram } from './run-program.ts';

/** How a program ended, and the beginning and the end of what it printed. Times are milliseconds. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly leftOutBytes: number;
}

/** Runs a program to its end and keeps as much of its output as an answer holds. Throws what `run` throws. */
export const runForResult = async ({
  run,
  ...call
}: Omit<ProgramCall, 'onStdout' | 'onStderr'> & { run: RunProgram }): Promise<ProcessResult> => {
  const [stdout, stderr] = [new BoundedOutput(maxStdoutBytes), new BoundedOutput(maxStderrBytes)];
  const end = await run({ ...call, onStdout: (chunk) => stdout.add(chunk), onStderr: (chunk) => stderr.add(chunk) });
  const [out, errors] = [stdout.text(), stderr.text()];
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
