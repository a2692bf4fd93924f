import { readdir, readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** What the processes of one host have in common: this name in their environment, with the host's id as its value. */
export const marker = 'LINECLEAR_TEST_HOST';

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** `R`, `S`, `T` and so on, as /proc says it. */
  readonly state: string;
}

/** Processes that sessions of this host started and that still run, whoever is their parent now. */
export const startedOn = async (id: string): Promise<readonly number[]> => {
  const found = await Promise.all(
    (await pids()).map(async (pid) =>
      (await read(`/proc/${pid}/environ`)).split('\0').includes(`${marker}=${id}`) ? [pid] : [],
    ),
  );
  return found.flat();
};

/** The processes of sshd that serve the sessions of a listening sshd, the listener itself apart. */
export const sessionsOf = async (listener: number): Promise<readonly number[]> => {
  const all = (await Promise.all((await pids()).map(look))).flat();
  const below = (parent: number): readonly Seen[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(listener)
    .filter(({ name }) => name.startsWith('sshd'))
    .map(({ pid }) => pid);
};

/** Sends a signal to each; one that has ended meanwhile is none to care about. */
export const signal = (targets: readonly number[], how: NodeJS.Signals): void => {
  for (const pid of targets) {
    try {
      process.kill(pid, how);
    } catch {
      continue;
    }
  }
};

/** Stops processes where they are; resolves when they have stopped. */
export const stopInPlace = async (targets: readonly number[]): Promise<void> => {
  signal(targets, 'SIGSTOP');
  for (const pid of targets) while ((await look(pid)).some(({ state }) => !stopped.has(state))) await setImmediate();
};

// One that has ended and that its parent has not looked after yet never stops.
const stopped: ReadonlySet<string> = new Set(['T', 'Z', 'X']);

const pids = async (): Promise<readonly number[]> =>
  (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);

// The name stands in parentheses and may itself hold some.
const look = async (pid: number): Promise<readonly Seen[]> => {
  const stat = await read(`/proc/${pid}/stat`);
  const end = stat.lastIndexOf(')');
  if (end === -1) return [];
  const [state = '', parent] = stat.slice(end + 2).split(' ');
  return [{ pid, parent: Number(parent), name: stat.slice(stat.indexOf('(') + 1, end), state }];
};

const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
