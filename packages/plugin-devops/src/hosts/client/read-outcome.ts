import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { ShownOutput } from '../../process/bounded-output.ts';
import { commandLine, recordName } from './command.ts';
import type { HostConnection } from './host-connection.ts';
import { runChannel } from './run-channel.ts';
import { outcomeScript } from './scripts.ts';

/** How the run of a plan stands on its host, as the records there say. */
export type RunOutcome =
  | { readonly state: 'never_started' }
  | { readonly state: 'running' | 'vanished'; readonly stdout: ShownOutput; readonly stderr: ShownOutput }
  | { readonly state: 'ended'; readonly exitCode: number; readonly stdout: ShownOutput; readonly stderr: ShownOutput };

/** Reads the record of a run. One without a status whose process is gone has vanished: the host was restarted, or it was killed. */
export const readOutcome = async ({
  connection,
  planId,
  signal,
}: {
  connection: HostConnection;
  planId: string;
  signal: AbortSignal;
}): Promise<RunOutcome> => {
  const { said, stdout, stderr } = await runChannel({
    connection,
    command: commandLine({ name: 'outcome', script: outcomeScript, words: [recordName(planId)] }),
    timeoutMs: longestMs,
    signal,
    limitBytes: 32 << 10,
    stop: async () => false,
  });
  const [status = '', boot = '', process = '', ...now] = said.split('|');
  if (process === 'void') return { state: 'never_started' };
  if (/^\d+$/.test(status)) return { state: 'ended', exitCode: Number(status), stdout, stderr };
  const [recordedBoot, ...recorded] = process.split(' ');
  if (recorded.length === 0) {
    throw new LineclearError('upstream_error', `The host ${quoted(connection.name)} has no readable record of that run.`, {
      details: { reason: 'no_record', host: connection.name },
    });
  }
  const isSame = recordedBoot === boot && startOf(recorded.join(' ')) === startOf(now.join('|'));
  return { state: isSame ? 'running' : 'vanished', stdout, stderr };
};

const longestMs = 15_000;

/** When a process started, in ticks since the start of the system: field 22 of its stat, counted behind the name, which may hold spaces. */
const startOf = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
