import { setTimeout as pause } from 'node:timers/promises';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { hosts } from '../../connection.ts';
import { hostField } from '../../hosts/host-field.ts';
import { queryText } from '../../query-text.ts';
import { allCommands, type FileSystem, localCommands, readFileSystems } from '../file-systems.ts';
import { sampleCommand } from '../proc-files.ts';
import { ratesBetween } from '../rates.ts';
import { readSample, type Sample } from '../sample.ts';

const bytes = z.number().describe('Bytes.');
const mostEach = 20;

export const hostMetrics = hosts.read({
  name: 'host_metrics',
  title: 'Load of a host',
  toolset: 'hosts',
  description:
    'Measure processors, memory, load, disks and network of a Linux host over half a second. Use host_query for its processes.',
  input: z.strictObject({ host: hostField }),
  output: z.object({
    host: z.string(),
    uptime_s: z.number(),
    interval_ms: z.int().describe('Of all rates.'),
    processors: z.int(),
    load: z.object({ one: z.number(), five: z.number(), fifteen: z.number() }).describe('Average over as many minutes.'),
    processes: z.object({ running: z.int(), all: z.int() }),
    cpu_percent: z
      .object({ busy: z.number(), user: z.number(), system: z.number(), io_wait: z.number(), steal: z.number() })
      .describe('Of all processors together.'),
    memory: z.object({
      total_bytes: bytes,
      available_bytes: bytes,
      used_percent: z.number(),
      swap_total_bytes: bytes,
      swap_used_bytes: bytes,
    }),
    file_systems: z.array(
      z.object({
        mount: z.string(),
        device: z.string(),
        size_bytes: bytes,
        available_bytes: bytes,
        used_percent: z.number(),
        inodes_used_percent: z.number().nullable(),
      }),
    ),
    disks: z.array(
      z.object({
        device: z.string(),
        read_bytes_per_s: z.number(),
        written_bytes_per_s: z.number(),
        busy_percent: z.number(),
      }),
    ),
    network: z.array(
      z.object({
        name: z.string(),
        received_bytes_per_s: z.number(),
        sent_bytes_per_s: z.number(),
        errors: z.number().describe('Since it is up.'),
        drops: z.number(),
      }),
    ),
    left_out: z.int().describe('File systems, disks and interfaces that are not shown.'),
  }),
  classify: ({ input }) => ({ target: input.host }),
  run: async ({ input, reader, state, signal }) => {
    const { host } = input;
    const ask = (argv: readonly string[]) => queryText({ reader, host, argv, state, signal });
    const sample = async (): Promise<Sample> => {
      const read = readSample((await ask(sampleCommand)).stdout);
      if (read === undefined) throw notLinux(host);
      return read;
    };
    const [{ first, second }, fileSystems] = await Promise.all([twoSamples({ sample, signal }), fileSystemsOf(ask)]);
    const { intervalMs, cpuPercent, disks, interfaces } = ratesBetween({ first, second });
    const { memoryBytes: memory } = second;
    const shown = [fileSystems, disks, interfaces].map(({ length }) => Math.max(0, length - mostEach));
    return {
      host,
      uptime_s: Math.round(second.uptimeS),
      interval_ms: intervalMs,
      processors: second.processors,
      load: second.load,
      processes: { running: second.runningProcesses, all: second.processes },
      cpu_percent: cpuPercent,
      memory: {
        total_bytes: memory.total,
        available_bytes: memory.available,
        used_percent: Math.round((1 - memory.available / Math.max(1, memory.total)) * 1_000) / 10,
        swap_total_bytes: memory.swapTotal,
        swap_used_bytes: memory.swapTotal - memory.swapFree,
      },
      file_systems: fileSystems.slice(0, mostEach),
      disks: disks.slice(0, mostEach),
      network: interfaces.slice(0, mostEach),
      left_out: shown.reduce((all, one) => all + one, 0),
    };
  },
});

const intervalMs = 500;

const twoSamples = async ({ sample, signal }: { sample: () => Promise<Sample>; signal: AbortSignal }) => {
  const first = await sample();
  await pause(intervalMs, undefined, { signal });
  return { first, second: await sample() };
};

const fileSystemsOf = async (
  ask: (argv: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<readonly FileSystem[]> => {
  for (const commands of [localCommands, allCommands]) {
    const [sizes, inodes] = await Promise.all([ask(commands.sizes), ask(commands.inodes)]);
    const found = readFileSystems({ sizes: sizes.stdout, inodes: inodes.stdout });
    if (found.length > 0) return found;
  }
  return [];
};

const notLinux = (host: string): LineclearError =>
  new LineclearError('unsupported', `The host ${quoted(host)} shows no /proc as Linux does.`, {
    hint: 'Use host_exec with a program of that system.',
    details: { reason: 'no_proc', host },
  });
