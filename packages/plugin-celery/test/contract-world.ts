import { setTimeout as sleep } from 'node:timers/promises';
import { type ContractBackend, secretMarker } from '@lineclear/testing';
import type { CeleryWorker } from '@lineclear/testing/celery';
import type { BrokerPort } from '../src/broker/broker.ts';
import { addConsumer, cancelConsumer } from '../src/control/orders.ts';
import { active, activeQueues, ping } from '../src/control/questions.ts';
import { asNumber, asText, asTexts } from '../src/redis/reply.ts';
import { patient } from '../src/test/patient.ts';
import { message, type RedisRig, startRedisRig } from '../src/test/redis-rig.ts';
import { redisCommands } from './redis-commands.ts';
import { openWatchedDoor } from './watched-door.ts';

/** A queue that no worker consumes: what is put there stays. */
export const parked = 'parked';

/** Tasks that are there for every check, by what has become of them. */
export const known = {
  added: '0190c5a2-0000-7000-8000-000000000001',
  failed: '0190c5a2-0000-7000-8000-000000000002',
  queued: '0190c5a2-0000-7000-8000-000000000003',
  queuedToo: '0190c5a2-0000-7000-8000-000000000004',
} as const;

/** One check's view of the one Redis and the one worker of the file. */
export interface CeleryBackend extends ContractBackend {
  /** The same Redis, past the door. */
  readonly broker: BrokerPort;
  /** Makes the worker consume a queue, or stop to. */
  readonly serve: (change: { readonly queue: string; readonly isServed: boolean }) => Promise<void>;
  /** Takes away what is stored of a task. */
  readonly forget: (taskId: string) => Promise<void>;
  /** Resolves when the worker's process is gone. */
  readonly workerEnded: () => Promise<void>;
}

/** A real Redis and a real worker for all checks of a file; each check finds the same tasks there, and a door of its own. */
export const startContractWorld = async () => {
  const rig = await startRedisRig();
  const port = Number(new URL(rig.url).port);
  const broker = rig.broker();
  const settings = { result_extended: true, task_send_sent_event: false };
  const start = () => rig.worker({ hostname: 'celery@contract', concurrency: 1, settings });
  let worker: Promise<CeleryWorker> = start();
  // The password stands in the URL of the plugin alone, so that it is seen wherever it leaks.
  await rig.link.send(['ACL', 'SETUSER', 'lineclear', 'on', `>${secretMarker}`, 'allcommands', 'allkeys', 'allchannels']);
  // As Celery's own clients do with a queue that they send to.
  await rig.link.send(['SADD', `_kombu.binding.${parked}`, `${parked}\x06\x16\x06\x16${parked}`]);
  await worker;
  const records = await runTasks({ rig, broker });

  const count = async (...command: readonly string[]) => asNumber(await rig.link.send(command));
  /** Two answers show that the worker has gone round its loop. */
  const goRound = async (): Promise<void> => {
    for (const ask of [ping, ping]) await ask({ broker, timeoutMs: 10_000 });
  };
  // The worker says yes, and does it on one of its next rounds.
  const serve: CeleryBackend['serve'] = async ({ queue, isServed }) => {
    const deadline = performance.now() + 30_000;
    await (isServed ? addConsumer : cancelConsumer)({ broker, queue, timeoutMs: 10_000 });
    while (performance.now() < deadline) {
      const { answers } = await activeQueues({ broker, timeoutMs: 10_000 });
      if (answers.size > 0 && [...answers.values()].flat().includes(queue) === isServed) return;
      await sleep(5);
    }
    throw new Error(`The worker does not ${isServed ? 'begin' : 'stop'} to consume ${queue}.`);
  };
  const isIdle = async (): Promise<boolean> => {
    if ((await count('LLEN', 'celery')) > 0) return false;
    // What a worker has just taken is nowhere to be seen before that.
    await goRound();
    if ((await count('HLEN', 'unacked')) > 0) return false;
    const { answers, known: connected } = await active({ broker, timeoutMs: 10_000 });
    // Silence is not idleness, but where the worker was shut down.
    return answers.size === connected && [...answers.values()].flat().length === 0;
  };
  /** Resolves when nothing is on its way to the worker or in it. */
  const settle = async (): Promise<void> => {
    const deadline = performance.now() + 30_000;
    while (performance.now() < deadline) {
      if (await isIdle()) return;
      await sleep(5);
    }
    throw new Error('Tasks are still on their way.');
  };
  /** False once its process has ended; one that is about to end answers no more. */
  const works = async (one: CeleryWorker): Promise<boolean> => {
    while ((await ping({ broker, timeoutMs: 1_000 })).answers.size === 0) if (await hasEnded(one)) return false;
    return true;
  };
  const reset = async (): Promise<void> => {
    // A check may have changed what the worker consumes.
    await serve({ queue: 'celery', isServed: true });
    await serve({ queue: parked, isServed: false });
    await settle();
    const old = asTexts(await rig.link.send(['KEYS', '*'])).filter((key) => !isWorkersOwn(key));
    if (old.length > 0) await rig.link.send(['DEL', ...old]);
    for (const [key, record] of records) await rig.link.send(['SET', key, record]);
    for (const taskId of [known.queued, known.queuedToo]) {
      await broker.publish({ message: message({ taskId, args: [1, 2] }), queue: parked });
    }
  };
  return {
    /** What a check starts with. */
    backend: async (): Promise<CeleryBackend> => {
      if (!(await works(await worker))) {
        worker = start();
        await worker;
      }
      await reset();
      const door = await openWatchedDoor({ target: port, reader: redisCommands });
      const url = `redis://lineclear:${secretMarker}@127.0.0.1:${door.port}/0`;
      return {
        connections: { celery: patient({ broker: url, control: ['pool', 'rate_limit', 'shutdown', 'purge'] }) },
        commands: { celery: () => door.commands },
        broker,
        serve,
        forget: async (taskId) => {
          await rig.link.send(['DEL', recordKey(taskId)]);
        },
        workerEnded: async () => (await worker).ended(),
        state: async () => {
          await settle();
          return keysOf(rig);
        },
        close: () => door.close(),
      };
    },
    close: () => rig.close(),
  };
};

/** Lets the worker run tasks to their end; yields their records by key. */
const runTasks = async ({ rig, broker }: { rig: RedisRig; broker: BrokerPort }): Promise<ReadonlyMap<string, string>> => {
  const orders = [
    { taskId: known.added, taskName: 'tasks.add', args: [2, 3] },
    { taskId: known.failed, taskName: 'tasks.fail', kwargs: { message: 'no such column' } },
  ];
  for (const order of orders) await broker.publish({ message: message(order), queue: 'celery' });
  const results = rig.results();
  const ended = [known.added, known.failed].map(async (taskId) => {
    await results.wait({ taskId, timeoutMs: 30_000 });
    const key = recordKey(taskId);
    return [key, asText(await rig.link.send(['GET', key]))] as const;
  });
  return new Map(await Promise.all(ended));
};

const hasEnded = (worker: CeleryWorker): Promise<boolean> =>
  worker.ended({ timeoutMs: 0 }).then(
    () => true,
    () => false,
  );

const recordKey = (taskId: string): string => `celery-task-meta-${taskId}`;

// Bindings name the queues of workers, and the lists of those that ask them; unacked is what workers hold.
const isWorkersOwn = (key: string): boolean => /^_kombu\.|^unacked|\.reply\.celery\.pidbox$/.test(key);

/** Every key with what it holds, apart from those that come and go with workers and questions. */
const keysOf = async ({ link }: RedisRig): Promise<Readonly<Record<string, unknown>>> => {
  const keys = asTexts(await link.send(['KEYS', '*'])).filter((key) => !isWorkersOwn(key));
  const held = keys.toSorted().map(async (key) => {
    const type = asText(await link.send(['TYPE', key]));
    return [key, await link.send(type === 'list' ? ['LRANGE', key, '0', '-1'] : ['DUMP', key])] as const;
  });
  return Object.fromEntries(await Promise.all(held));
};
