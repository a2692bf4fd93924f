import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader, Query } from './client/hosts-reader.ts';

/** What a program that only reads printed, whole. */
export interface ProgramAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The status by which POSIX shells say that there is no such program. */
export const noProgram = 127;

/**
 * Runs a program that only reads and yields all that it printed. Throws `upstream_error` where the output is no text or is longer than
 * `limitBytes` (1 MB), for a part of it would be read as the whole, and `timeout` where it did not end in time.
 */
export const queryText = async ({
  reader,
  limitBytes = 1 << 20,
  ...query
}: Query & { reader: HostsReader }): Promise<ProgramAnswer> => {
  const { stdout, stderr, exitCode, stopped } = await reader.query({ ...query, limitBytes });
  const [program = ''] = query.argv;
  if (stopped !== undefined) {
    throw new LineclearError('timeout', `${quoted(program)} did not end in time on the host ${quoted(query.host)}.`, {
      hint: 'Call again later; host_metrics shows whether the host is busy.',
      details: { reason: 'program_timeout', host: query.host },
      effect: 'none',
    });
  }
  if (stdout.binary || stdout.leftOutBytes > 0) {
    throw new LineclearError(
      'upstream_error',
      `What ${quoted(program)} printed on the host ${quoted(query.host)} cannot be read.`,
      {
        details: { reason: stdout.binary ? 'binary_output' : 'output_too_long', host: query.host, bytes: stdout.bytes },
        effect: 'none',
      },
    );
  }
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
};
