import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from '../services/start-service.ts';
import { findPython, python } from './installed.ts';
import { childrenOf, isGone, send } from './processes.ts';
import type { CelerySettings } from './python-env.ts';
import { pythonEnv, pythonFolder } from './python-env.ts';

/** A Celery app other than the kit's own. */
export interface CeleryApp {
  /** The folder that its module is imported from. */
  readonly folder: string;
  /** What `celery -A` takes: `shop.celery_app`. */
  readonly module: string;
}

export interface CeleryWorkerOptions {
  readonly broker: string;
  /** No results are kept when absent. */
  readonly backend?: string;
  /** The kit's own, with the tasks that the package's README lists, when absent. */
  readonly app?: CeleryApp;
  readonly pool: 'prefork' | 'solo' | 'threads';
  /** 2 when absent; a solo pool has 1 always. */
  readonly concurrency?: number;
  /** Every queue of the app when absent. */
  readonly queues?: readonly string[];
  /** The part after `celery@`, or the whole name; a fresh one when absent. */
  readonly hostname?: string;
  /** Settings over those of the kit's own app. */
  readonly settings?: CelerySettings;
  readonly env?: Readonly<Record<string, string>>;
  /** Further arguments of `celery worker`: `['--prefetch-multiplier=1']`. */
  readonly options?: readonly string[];
  /** Whether it asks other workers for their revokes as it starts, which takes a second; it does not when absent. */
  readonly mingle?: boolean;
}

/** A running worker. Signals go to its whole process group unless said otherwise. */
export interface CeleryWorker {
  /** `celery@…`, as it stands in results and replies. */
  readonly name: string;
  readonly pid: number;
  /** Everything that it printed so far. */
  log(): string;
  /** The first line that matches, of those printed so far or later; throws after `timeoutMs` (20,000). */
  line(pattern: RegExp, options?: { readonly timeoutMs?: number }): Promise<string>;
  /** Process ids of a prefork pool. */
  children(): Promise<readonly number[]>;
  /** Sends a signal to the worker and its pool. */
  kill(signal: NodeJS.Signals): void;
  /** The same to the main process alone: SIGTERM lets running tasks finish. */
  killMain(signal: NodeJS.Signals): void;
  /** Stops all its processes where they are: connected and silent. */
  suspend(): void;
  resume(): void;
  /** Resolves when the main process is gone, as after a signal; throws after `timeoutMs` (20,000). */
  ended(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Lets it end by itself, for two seconds at most; then nothing of it is left. May be called at any time and twice. */
  stop(): Promise<void>;
}

/** Starts a real Celery worker and resolves when it consumes; throws `MissingService` when Celery is not installed. */
export const startCeleryWorker = async (options: CeleryWorkerOptions): Promise<CeleryWorker> => {
  await findPython();
  const name = nodeName(options.hostname ?? randomUUID().slice(0, 8));
  const app = options.app ?? { folder: pythonFolder, module: 'kit_app' };
  const service = await startService({
    binary: python,
    args: () => workerArguments({ options, name, module: app.module }),
    env: () => ({
      ...pythonEnv({ folder: app.folder, broker: options.broker, backend: options.backend }),
      KIT_CELERY_CONF: JSON.stringify(options.settings ?? {}),
      ...options.env,
    }),
    ready: { kind: 'line', pattern: /\S+@\S+ ready\./ },
    stopSignal: 'SIGKILL',
  });
  const { pid } = service;
  const log = () => service.log();
  const signalGroup = (signal: NodeJS.Signals): void => {
    send({ pid: -pid, signal });
  };
  let stopping: Promise<void> | undefined;
  let isSuspended = false;
  return {
    name,
    pid,
    log,
    line: (pattern, { timeoutMs = 20_000 } = {}) => findLine({ pattern, timeoutMs, log }),
    children: () => childrenOf(pid),
    kill: signalGroup,
    killMain: (signal) => {
      send({ pid, signal });
    },
    suspend: () => {
      isSuspended = true;
      signalGroup('SIGSTOP');
    },
    resume: () => {
      isSuspended = false;
      signalGroup('SIGCONT');
    },
    ended: async ({ timeoutMs = 20_000 } = {}) => {
      if (!(await isGone({ pid, timeoutMs }))) throw new Error(`${name} has not ended within ${timeoutMs} ms.`);
    },
    stop: () =>
      (stopping ??= (async () => {
        // To the main process only: its pool would take a SIGTERM as its own end, in the middle of a task.
        if (!isSuspended) {
          send({ pid, signal: 'SIGTERM' });
          await isGone({ pid, timeoutMs: 2_000 });
        }
        await service.stop();
      })()),
  };
};

const nodeName = (hostname: string): string => (hostname.includes('@') ? hostname : `celery@${hostname}`);

const workerArguments = ({
  options,
  name,
  module,
}: {
  options: CeleryWorkerOptions;
  name: string;
  module: string;
}): readonly string[] => [
  '-m',
  'celery',
  `--app=${module}`,
  'worker',
  `--hostname=${name}`,
  '--loglevel=INFO',
  `--pool=${options.pool}`,
  `--concurrency=${options.pool === 'solo' ? 1 : (options.concurrency ?? 2)}`,
  ...(options.queues === undefined ? [] : [`--queues=${options.queues.join(',')}`]),
  ...(options.mingle === true ? [] : ['--without-mingle', '--without-gossip']),
  ...(options.options ?? []),
];

const findLine = async ({
  pattern,
  timeoutMs,
  log,
}: {
  pattern: RegExp;
  timeoutMs: number;
  log: () => string;
}): Promise<string> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = log()
      .split('\n')
      .find((line) => pattern.test(line));
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new Error(`No line matches ${String(pattern)} within ${timeoutMs} ms.\n${log().slice(-4000)}`);
    await sleep(20);
  }
};
