import { randomUUID } from 'node:crypto';
import { celery } from '../src/connection.ts';
import * as questions from '../src/control/questions.ts';

const needsNoHttp = () => {
  throw new Error('The broker is not asked over HTTP.');
};

/** Asks a reader of its own everything that a reader can be asked; `queue` holds a message. */
export const askEverything = async ({
  queue,
  ...settings
}: { readonly queue: string } & Readonly<Record<string, string>>): Promise<void> => {
  const { signal } = new AbortController();
  const live = await celery.connect({
    profile: celery.profile.parse(settings),
    info: { name: 'local', tier: 'development' },
    http: needsNoHttp,
    mode: 'read',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    clock: Date,
    resolvePath: (path) => path,
    protectedPaths: [],
  });
  const { broker, results, events, ...reader } = live.reader;
  const taskId = randomUUID();
  // First what ends without waiting for an answer, so that its end is sent before the connection goes; the first question begins to
  // listen for good.
  await (await broker.events({ onEvent: () => {} })).close();
  await results.wait({ taskId, timeoutMs: 2_000 });
  await results.readMany({ taskIds: [taskId] });
  const question = reader.question({ signal });

  await celery.probe({ reader: live.reader, signal });
  await events.start();
  await broker.queues();
  await broker.queue({ name: 'nowhere' });
  await broker.find({ queue, taskIds: [taskId] });
  await broker.peek({ queue, offset: 0, limit: 1 });
  await broker.held();
  await broker.workerNames();
  for (const ask of [questions.active, questions.activeQueues, questions.conf, questions.registered]) await ask(question);
  for (const ask of [questions.report, questions.reserved, questions.revoked, questions.scheduled]) await ask(question);
  await questions.stats(question);
  await questions.queryTasks({ ...question, taskIds: [taskId] });
  await live.close?.();
};

/** Each word once. */
export const sorted = (words: readonly string[]): readonly string[] => [...new Set(words)].toSorted();
