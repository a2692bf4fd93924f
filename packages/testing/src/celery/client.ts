import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findPython } from './installed.ts';
import type { CelerySettings } from './python-env.ts';
import { pythonEnv, pythonFolder } from './python-env.ts';

const storedResult = z.object({ status: z.string(), result: z.unknown(), traceback: z.string().nullable() });
/** A result as Celery's own client reads it. A failure's `result` is `{ type, message }`; numbers that JSON cannot hold are text. */
export type StoredResult = z.infer<typeof storedResult>;

const reply = z.union([
  z.object({ id: z.number(), value: z.unknown() }).strict(),
  z.object({ id: z.number(), error: z.object({ type: z.string(), message: z.string() }) }).strict(),
]);
type Reply = z.infer<typeof reply>;

/** Celery's own client, in a Python process. Calls are done one after another; an exception there is thrown here, with its type. */
export interface PythonClient {
  /** Sends a task and yields its id. Options are those of `app.send_task`: queue, priority, countdown, task_id, … */
  sendTask(task: {
    readonly name: string;
    readonly args?: readonly unknown[];
    readonly kwargs?: Readonly<Record<string, unknown>>;
    readonly options?: Readonly<Record<string, unknown>>;
  }): Promise<string>;
  /** What is stored now: PENDING when nothing is. */
  result(taskId: string): Promise<StoredResult>;
  /** The same once the task has ended; a TimeoutError after `timeoutS` (10). */
  wait(taskId: string, options?: { readonly timeoutS?: number }): Promise<StoredResult>;
  /** Replies by worker name, or null on silence: `inspect({ method: 'active' })`. Waits `timeoutS` (1) in any case. */
  inspect(request: {
    readonly method: string;
    readonly args?: readonly unknown[];
    readonly destination?: readonly string[];
    readonly timeoutS?: number;
  }): Promise<Readonly<Record<string, unknown>> | null>;
  /** Any command of remote control, with the replies in a list: `broadcast({ command: 'rate_limit', arguments: {…} })`. */
  broadcast(request: {
    readonly command: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
    readonly destination?: readonly string[];
    readonly timeoutS?: number;
  }): Promise<unknown>;
  revoke(taskId: string, options?: { readonly terminate?: boolean; readonly signal?: string }): Promise<void>;
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
    result: async (taskId) => storedResult.parse(await call('result', { task_id: taskId })),
    wait: async (taskId, { timeoutS = 10 } = {}) =>
      storedResult.parse(await call('wait', { task_id: taskId, timeout_s: timeoutS })),
    inspect: async ({ method, args = [], destination, timeoutS = 1 }) =>
      z
        .record(z.string(), z.unknown())
        .nullable()
        .parse(await call('inspect', { method, args, destination: destination ?? null, timeout_s: timeoutS })),
    broadcast: ({ command, arguments: given = {}, destination, timeoutS = 1 }) =>
      call('broadcast', { command, arguments: given, destination: destination ?? null, timeout_s: timeoutS }),
    revoke: async (taskId, { terminate = false, signal = 'SIGTERM' } = {}) => {
      await call('revoke', { task_id: taskId, terminate, signal });
    },
    stop: () => end(child),
  };
};

type Call = (method: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

const caller = (child: ChildProcess): Call => {
  const waiting = new Map<number, { readonly take: (reply: Reply) => void; readonly fail: (error: Error) => void }>();
  let printed = '';
  let lastId = 0;
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.once('exit', () => {
    for (const { fail } of waiting.values()) fail(new Error(`The Python client has ended.\n${printed.slice(-4000)}`));
    waiting.clear();
  });
  // A write to a process that has just ended; its exit is what callers are told.
  child.stdin?.on('error', () => undefined);
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = reply.parse(JSON.parse(line));
      waiting.get(parsed.id)?.take(parsed);
      waiting.delete(parsed.id);
    });
  }
  return async (method, params) => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The Python client has ended.\n${printed.slice(-4000)}`);
    const id = (lastId += 1);
    const answer = await new Promise<Reply>((resolve, reject) => {
      waiting.set(id, { take: resolve, fail: reject });
      child.stdin?.write(`${JSON.stringify({ id, method, params })}\n`);
    });
    if ('error' in answer) throw new Error(`${answer.error.type}: ${answer.error.message}`);
    return answer.value;
  };
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  // One call may still be waiting for its reply.
  const impatient = setTimeout(() => child.kill('SIGKILL'), 1_000);
  await ended;
  clearTimeout(impatient);
};
