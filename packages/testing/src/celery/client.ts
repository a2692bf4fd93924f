import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { findPython } from './installed.ts';
import { caller, end } from './json-lines.ts';
import type { CelerySettings } from './python-env.ts';
import { pythonEnv, pythonFolder } from './python-env.ts';

const storedResult = z.object({ status: z.string(), result: z.unknown(), traceback: z.string().nullable() });
/** A result as Celery's own client reads it. A failure's `result` is `{ type, message }`; numbers that JSON cannot hold are text. */
export type StoredResult = z.infer<typeof storedResult>;

/** Options are those of `app.send_task`: queue, priority, countdown, task_id, … */
export interface PythonTask {
  readonly name: string;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** How a command of remote control is sent. */
export interface RemoteControl {
  /** Names of the workers that it is for; all when absent. */
  readonly destination?: readonly string[];
  /** Ends once so many workers have replied. When absent, it waits for as long as `timeoutS` in any case. */
  readonly replies?: number;
  /** 1 when absent, as Celery's own; 25 with `replies`. */
  readonly timeoutS?: number;
}

/** Celery's own client, in a Python process. Calls are done one after another; an exception there is thrown here, with its type. */
export interface PythonClient {
  /** Sends a task and yields its id. */
  sendTask(task: PythonTask): Promise<string>;
  /** Sends a chain, group or chord and yields the ids of its tasks in order, the body of a chord last. */
  sendCanvas(canvas: {
    readonly kind: 'chain' | 'group' | 'chord';
    readonly tasks: readonly PythonTask[];
    readonly body?: PythonTask;
  }): Promise<readonly string[]>;
  /** What is stored now: PENDING when nothing is. */
  result(taskId: string): Promise<StoredResult>;
  /** The same once the task has ended; a TimeoutError after `timeoutS` (25). */
  wait(taskId: string, options?: { readonly timeoutS?: number }): Promise<StoredResult>;
  /** Replies by worker name, or null on silence: `inspect({ method: 'active', replies: 1 })`. */
  inspect(
    request: RemoteControl & { readonly method: string; readonly args?: readonly unknown[] },
  ): Promise<Readonly<Record<string, unknown>> | null>;
  /** Any command of remote control, with the replies in a list: `broadcast({ command: 'rate_limit', arguments: {…} })`. */
  broadcast(
    request: RemoteControl & { readonly command: string; readonly arguments?: Readonly<Record<string, unknown>> },
  ): Promise<unknown>;
  revoke(taskId: string, options?: { readonly terminate?: boolean; readonly signal?: string }): Promise<void>;
  /** Asks an abortable task to end early, by its record. */
  abort(taskId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Celery's own client; throws `MissingService` when it is not installed. It ends with the test's process. */
export const pythonClient = async ({
  broker,
  backend,
  settings = {},
}: {
  broker: string;
  backend?: string;
  settings?: CelerySettings;
}): Promise<PythonClient> => {
  const child = spawn(await findPython(), [join(pythonFolder, 'kit_client.py'), JSON.stringify(settings)], {
    env: { ...process.env, ...pythonEnv({ folder: pythonFolder, broker, backend }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const call = caller(child);
  return {
    sendTask: async ({ name, args = [], kwargs = {}, options = {} }) =>
      z.string().parse(await call('send_task', { name, args, kwargs, options })),
    sendCanvas: async ({ kind, tasks, body }) =>
      z.array(z.string()).parse(await call('send_canvas', { kind, tasks, body: body ?? null })),
    result: async (taskId) => storedResult.parse(await call('result', { task_id: taskId })),
    wait: async (taskId, { timeoutS = patienceS } = {}) =>
      storedResult.parse(await call('wait', { task_id: taskId, timeout_s: timeoutS })),
    inspect: async ({ method, args = [], ...control }) =>
      z
        .record(z.string(), z.unknown())
        .nullable()
        .parse(await call('inspect', { method, args, control: controlOf(control) })),
    broadcast: ({ command, arguments: given = {}, ...control }) =>
      call('broadcast', { command, arguments: given, control: controlOf(control) }),
    revoke: async (taskId, { terminate = false, signal = 'SIGTERM' } = {}) => {
      await call('revoke', { task_id: taskId, terminate, signal });
    },
    abort: async (taskId) => {
      await call('abort', { task_id: taskId });
    },
    stop: () => end(child),
  };
};

// Less than a test's own limit, so that the exception says what was waited for.
const patienceS = 25;

const controlOf = ({ destination, replies, timeoutS = replies === undefined ? 1 : patienceS }: RemoteControl) => ({
  destination: destination ?? null,
  limit: replies ?? null,
  timeout: timeoutS,
});
