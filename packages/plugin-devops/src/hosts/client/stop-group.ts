import { commandLine } from './command.ts';
import type { Elevation } from './elevation.ts';
import type { HostConnection } from './host-connection.ts';
import { runChannel } from './run-channel.ts';
import { stopScript } from './scripts.ts';

/** Ends a process group of a host over a channel of its own: SIGTERM, then SIGKILL. Yields whether nothing of it is left. */
export const stopGroup = async ({
  connection,
  elevation,
  group,
}: {
  connection: HostConnection;
  elevation: Elevation;
  group: number;
}): Promise<boolean> => {
  const { said } = await runChannel({
    connection,
    command: commandLine({ name: 'stop', script: stopScript, words: [String(group), elevation.mode] }),
    stdin: elevation.input,
    timeoutMs: longestMs,
    signal: AbortSignal.timeout(longestMs),
    limitBytes: 1024,
    isUrgent: true,
    stop: async () => false,
  });
  return said === 'gone';
};

// The script waits five seconds at most; a busy host takes longer for what it does in between.
const longestMs = 10_000;
