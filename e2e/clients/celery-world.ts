import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type CeleryWorker, pythonClient, skipWithoutCelery, startCeleryWorker } from '@lineclear/testing/celery';
import { createClient } from '@redis/client';
import * as z from 'zod';

/** Whether Redis and Celery are installed; where they are not, the app is exercised without its Celery tools, and under CI not at all. */
export const hasCelery = ![skipWithout(redisBinary), skipWithoutCelery()].includes(true);

/** Queues that no worker consumes: what is put there stays until somebody takes it away. */
export const parked = 'parked';
export const spare = 'spare';

const id = (last: number): string => `0190c5a2-0000-7000-8000-00000000ce${last.toString().padStart(2, '0')}`;

/** Tasks that every client finds, by what has become of them or will. */
export const celeryTasks = {
  added: id(1),
  failed: id(2),
  queued: id(3),
  toCancel: id(4),
  toPurge: id(5),
  nowhere: id(99),
} as const;

/** A task that was started by a client, which does not say its id. */
interface Started {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A real Redis and a real Celery worker with the tasks of the kit. */
export interface CeleryWorld {
  readonly url: string;
  readonly worker: string;
  /** How many messages wait in a queue. */
  readonly waiting: (queue: string) => Promise<number>;
  /** Waits until so many tasks with these arguments have ended, and yields what each returned, or the type of its exception. */
  readonly outcomes: (task: Started & { readonly count: number }) => Promise<readonly unknown[]>;
  /** Whether the worker's main process is there. */
  readonly isWorking: () => Promise<boolean>;
  /** The same once it has had a minute to end. */
  readonly worksOn: () => Promise<boolean>;
}

/** Makes everything as it was: one client after another calls the same tools. The first starts it; `endCeleryWorld` ends it. */
export const freshCeleryWorld = async (): Promise<CeleryWorld> => {
  const started = await (starting ??= start());
  await started.reset();
  return started;
};

/** Ends Redis and the worker, once for a test file. */
export const endCeleryWorld = async (): Promise<void> => {
  await (await starting)?.close();
  starting = undefined;
};

let starting: ReturnType<typeof start> | undefined;

const start = async () => {
  const server = await startRedis();
  const { url } = server;
  const urls = { broker: url, backend: url };
  const settings = { result_extended: true };
  const startWorker = () => startCeleryWorker({ ...urls, pool: 'prefork', concurrency: 1, hostname: 'e2e', settings });
  const redis = clientOf(url);
  const [firstWorker, python] = await Promise.all([startWorker(), pythonClient({ ...urls, settings }), redis.connect()]);
  let worker: CeleryWorker = firstWorker;
  const { added, failed, queued, toCancel, toPurge } = celeryTasks;
  await python.sendTask({ name: 'tasks.add', args: [2, 3], options: { task_id: added } });
  await python.sendTask({ name: 'tasks.fail', kwargs: { message: 'no such column' }, options: { task_id: failed } });
  const ended = [added, failed].map(async (taskId) => {
    await python.wait(taskId);
    return [recordKey(taskId), (await redis.get(recordKey(taskId))) ?? ''] as const;
  });
  const records = await Promise.all(ended);

  return {
    url,
    worker: worker.name,
    waiting: (queue: string) => redis.lLen(queue),
    outcomes: async ({ count, ...task }: Started & { readonly count: number }) => {
      const deadline = performance.now() + 60_000;
      while (performance.now() < deadline) {
        const ended = (await readRecords(redis)).filter((record) => isOf({ record, task }));
        if (ended.length === count) return ended.map(outcomeOf);
        await pause(20);
      }
      throw new Error(`No ${count} tasks ${task.name} have ended.`);
    },
    isWorking: () => isThere({ worker, timeoutMs: 0 }),
    worksOn: () => isThere({ worker, timeoutMs: 60_000 }),
    reset: async () => {
      if (!(await isThere({ worker, timeoutMs: 0 }))) {
        await worker.stop();
        worker = await startWorker();
      }
      const old = (await redis.keys('*')).filter((key) => !isWorkersOwn(key));
      if (old.length > 0) await redis.del(old);
      for (const [key, record] of records) await redis.set(key, record);
      for (const [taskId, queue] of [
        [queued, parked],
        [toCancel, parked],
        [toPurge, spare],
      ] as const)
        await python.sendTask({ name: 'tasks.add', args: [20, 22], options: { task_id: taskId, queue } });
    },
    close: async () => {
      redis.destroy();
      await Promise.all([python.stop(), worker.stop()]);
      await server.stop();
    },
  };
};

const clientOf = (url: string) => createClient({ url });
type Redis = ReturnType<typeof clientOf>;
const storedRecord = z.object({
  status: z.string(),
  name: z.string(),
  kwargs: z.record(z.string(), z.unknown()),
  result: z.unknown(),
});
type StoredRecord = z.output<typeof storedRecord>;

const recordKey = (taskId: string): string => `celery-task-meta-${taskId}`;

// What tells who is bound to which queue, and what workers hold.
const isWorkersOwn = (key: string): boolean => /^_kombu\.|^unacked|\.reply\.celery\.pidbox$/.test(key);

const readRecords = async (redis: Redis): Promise<readonly StoredRecord[]> => {
  const keys = await redis.keys(recordKey('*'));
  const texts = await Promise.all(keys.map((key) => redis.get(key)));
  return texts.flatMap((text) => (text === null ? [] : [storedRecord.parse(JSON.parse(text))]));
};

const endings = ['SUCCESS', 'FAILURE'];

const isOf = ({ record, task: { name, kwargs } }: { record: StoredRecord; task: Started }): boolean =>
  endings.includes(record.status) && record.name === name && isDeepStrictEqual(record.kwargs, kwargs);

const outcomeOf = ({ status, result }: StoredRecord): unknown =>
  status === 'SUCCESS' ? result : z.object({ exc_type: z.string() }).parse(result).exc_type;

const isThere = ({ worker, timeoutMs }: { worker: CeleryWorker; timeoutMs: number }): Promise<boolean> =>
  worker.ended({ timeoutMs }).then(
    () => false,
    () => true,
  );
