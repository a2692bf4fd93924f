import { expect, test } from 'vitest';
import type { BrokerReader } from '../broker/broker.ts';
import type { CeleryEvent, TaskEvent } from './event.ts';
import { EventLog } from './event-log.ts';

const taskEvent = (fields: Pick<TaskEvent, 'taskId'> & Partial<TaskEvent>): TaskEvent => ({
  kind: 'task-received',
  hostname: 'celery@a',
  atMs: 1,
  taskName: undefined,
  queue: undefined,
  pid: undefined,
  retries: undefined,
  etaMs: undefined,
  runtimeS: undefined,
  result: undefined,
  exception: undefined,
  traceback: undefined,
  terminated: undefined,
  expired: undefined,
  signum: undefined,
  ...fields,
});

const start = () => {
  const clock = { time: 10_000, now: () => clock.time };
  const state = { listeners: 0, closed: 0, failures: 0 };
  let listener: Parameters<BrokerReader['events']>[0] | undefined;
  const broker: Pick<BrokerReader, 'events'> = {
    events: async (given) => {
      state.listeners += 1;
      if (state.failures > 0) {
        state.failures -= 1;
        throw new Error('not now');
      }
      listener = given;
      return { close: async () => void (state.closed += 1) };
    },
  };
  const log = new EventLog({ broker, clock });
  return { log, clock, state, hear: (event: CeleryEvent) => listener?.onEvent(event), gap: () => listener?.onGap?.() };
};

test('listens once, however many ask, and closes what it opened', async () => {
  const { log, state } = start();
  await Promise.all([log.start(), log.start()]);
  await log.start();
  await log.close();
  expect(state).toEqual({ listeners: 1, closed: 1, failures: 0 });
  expect(log.listeningSinceMs).toBe(10_000);
});

test('a broker that lets nobody listen is told of, and asked again', async () => {
  const { log, state } = start();
  state.failures = 1;
  await log.start();
  expect([log.problem, log.listeningSinceMs]).toEqual(['The events of workers cannot be heard.', undefined]);
  await log.start();
  expect([log.problem, log.listeningSinceMs]).toEqual([undefined, 10_000]);
});

test('keeps the events of a task in their order, and says when some may be missing', async () => {
  const { log, hear, gap, clock } = start();
  await log.start();
  hear(taskEvent({ taskId: 'x', kind: 'task-started', atMs: 5 }));
  hear(taskEvent({ taskId: 'x', kind: 'task-received', atMs: 4 }));
  hear(taskEvent({ taskId: 'y' }));
  clock.time = 20_000;
  gap();
  expect(log.historyOf('x').map(({ kind }) => kind)).toEqual(['task-received', 'task-started']);
  expect([log.historyOf('z'), log.lastGapMs, log.kept]).toEqual([[], 20_000, 3]);
});

test('forgets the tasks that were heard of longest ago', async () => {
  const { log, hear } = start();
  await log.start();
  hear(taskEvent({ taskId: 'old' }));
  hear(taskEvent({ taskId: 'lively' }));
  for (let index = 0; index < 19_998; index += 1) hear(taskEvent({ taskId: `task ${index}` }));
  hear(taskEvent({ taskId: 'lively', kind: 'task-started' }));
  expect([log.historyOf('old').length, log.historyOf('lively').length, log.kept]).toEqual([0, 2, 20_000]);
});
