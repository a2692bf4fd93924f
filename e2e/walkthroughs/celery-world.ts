import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis } from '@lineclear/testing';
import { startCeleryWorker } from '@lineclear/testing/celery';
import { createClient } from '@redis/client';
import { type Home, makeHome } from '../processes/app/home.ts';

const page = new URL('../../docs/celery.md', import.meta.url);
const example = fileURLToPath(new URL('../../examples/celery/', import.meta.url));
/** Those of the example's worker, and one that nobody consumes. */
const queues = ['default', 'resilience', 'notifications', 'metrics'];
const unconsumed = 'night';

/** A Redis, the worker of the example, and an app that may do on that Redis what the page says it needs and no more. */
export const makeCeleryWorld = async (): Promise<AsyncDisposable & { readonly home: Home }> => {
  const [home, redis] = await Promise.all([makeHome(), startRedis()]);
  const [worker] = await Promise.all([
    startCeleryWorker({
      broker: redis.url,
      backend: redis.url,
      app: { folder: example, module: 'app.celery_app' },
      queues,
      pool: 'prefork',
      concurrency: 4,
      hostname: 'roster',
      // Long enough to be seen, short enough to wait for.
      env: { STEP_PAUSE_S: '0.8', ROSTER_DB: join(home.folder, 'roster.sqlite') },
    }),
    allow(redis.url),
  ]);
  const broker = redis.url.replace('redis://', 'redis://lineclear:PASSWORD@');
  // They answer in milliseconds, unless others have the cores.
  const celery = { broker, catalogue: join(example, 'catalogue.yaml'), answer_timeout_ms: 10_000 };
  const local = { tier: 'development', celery };
  const elsewhere = { tier: 'development', celery: { broker: 'redis://127.0.0.1:1/0' } };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: 'local', profiles: { local, elsewhere } }));
  return {
    home,
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await redis.stop();
      await home[Symbol.asyncDispose]();
    },
  };
};

/** Runs the command of the page that makes the user, with the three rules of the queue `celery` for each queue here. */
const allow = async (url: string): Promise<void> => {
  const [, command = ''] = /^```sh acl\nredis-cli (.+?)\n```$/ms.exec(await readFile(page, 'utf8')) ?? [];
  const words = command.replaceAll(/[\\']/g, '').trim().split(/\s+/);
  const redis = await createClient({ url }).connect();
  await redis.sendCommand(words.flatMap((word) => (ofQueue.test(word) ? inEachQueue(word) : [word])));
  redis.destroy();
};

const ofQueue = /^~(?:_kombu\.binding\.)?celery(?:\?\?\[0-9\])?$/;

const inEachQueue = (rule: string): readonly string[] => [...queues, unconsumed].map((queue) => rule.replace('celery', queue));
