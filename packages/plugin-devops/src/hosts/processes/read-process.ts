import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { queryText } from '../query-text.ts';

/** A process, by what no other one has: its id and when it started, since the system did. */
export interface HostProcess {
  readonly pid: number;
  readonly bootId: string;
  /** In ticks since the system started. */
  readonly startTicks: string;
  /** Its arguments as `cat -v` shows them, with `^@` behind each. */
  readonly command: string;
  readonly uid: number;
  readonly user: string;
  readonly name: string;
  readonly runningS: number;
  /** The unit of systemd that it belongs to. */
  readonly unit: string | undefined;
}

/** Reads a process of a host; undefined where there is none of this id, or one that only waits to be forgotten. */
export const readProcess = async ({
  reader,
  pid,
  ...call
}: HostCall & { reader: HostsReader; pid: number }): Promise<HostProcess | undefined> => {
  const files = ['stat', 'status', 'cgroup'].map((name) => `/proc/${pid}/${name}`);
  const ask = async (argv: readonly string[]): Promise<string> => (await queryText({ reader, ...call, argv })).stdout;
  const [command, facts] = await Promise.all([
    ask(['cat', '-v', '--', `/proc/${pid}/cmdline`]),
    ask(['grep', '-s', '-a', '', ...files, ...systemFiles]),
  ]);
  const text = (file: string): string =>
    facts
      .split('\n')
      .flatMap((line) => (line.startsWith(`${file}:`) ? [line.slice(file.length + 1)] : []))
      .join('\n');
  if (text('/proc/uptime') === '') throw noProc(call.host);
  const [stat = '', status = '', cgroup = ''] = files.map(text);
  // Behind the name, which stands in parentheses and may hold anything: the state, then the fields from the fourth on.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = fields[18];
  const uid = Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
  if (startTicks === undefined || !Number.isInteger(uid) || state === 'Z' || state === 'X') return undefined;
  const entry = await ask(['getent', 'passwd', '--', `${uid}`]);
  return {
    pid,
    bootId: text('/proc/sys/kernel/random/boot_id'),
    startTicks,
    command,
    uid,
    user: entry.split(':')[0] || `${uid}`,
    name: /^Name:\t(.*)$/m.exec(status)?.[1] ?? '',
    runningS: Math.max(0, Math.round(Number.parseFloat(text('/proc/uptime')) - Number(startTicks) / ticksPerSecond)),
    unit: /([^/]+\.(?:service|scope))(?:\/[^\n]*)?$/m.exec(cgroup)?.[1],
  };
};

const systemFiles = ['/proc/uptime', '/proc/sys/kernel/random/boot_id'];

/** What Linux tells programs on every architecture that it runs on. */
const ticksPerSecond = 100;

/** The arguments for people. */
export const shownCommand = (command: string): string => command.replace(/\^@$/, '').replaceAll('^@', ' ');

const noProc = (host: string): LineclearError =>
  new LineclearError('unsupported', `The host ${quoted(host)} shows no /proc as Linux does.`, {
    hint: 'Use host_exec with a program of that system.',
    details: { reason: 'no_proc', host },
    effect: 'none',
  });
