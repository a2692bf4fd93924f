import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireValue } from '../protocol/wire-value.ts';
import type { WorkerEvent } from './event.ts';
import { LiveWorkers } from './live-workers.ts';
import { parseEvents } from './parse-event.ts';

const heartbeat = (hostname: string, fields: Partial<WorkerEvent> = {}): WorkerEvent => ({
  kind: 'worker-heartbeat',
  hostname,
  atMs: 0,
  freqS: 2,
  active: 1,
  processed: 10,
  pid: 7,
  version: '5.6.3',
  ...fields,
});

test('reads one event and a list of them alike', () => {
  const failed = {
    type: 'task-failed',
    uuid: 'a',
    timestamp: 12.5,
    hostname: 'w',
    exception: "ValueError('no')",
    traceback: 'Trace',
  };
  expect(parseEvents(failed)).toEqual(parseEvents([failed]));
  expect(parseEvents([failed, failed])).toHaveLength(2);
  expect(parseEvents(failed)).toMatchObject([
    { kind: 'task-failed', taskId: 'a', atMs: 12_500, exception: "ValueError('no')", traceback: 'Trace' },
  ]);
});

test('keeps events of applications as they are', () => {
  const custom = { type: 'order-paid', timestamp: 1, hostname: 'shop', amount: 5 };
  expect(parseEvents(custom)).toEqual([{ kind: 'custom', type: 'order-paid', atMs: 1_000, hostname: 'shop', fields: custom }]);
});

test('never throws, whatever is published', () => {
  const fields = fc.dictionary(
    fc.constantFrom('type', 'uuid', 'timestamp', 'hostname', 'freq', 'eta'),
    fc.oneof(fc.constantFrom('task-started', 'worker-heartbeat'), fc.double(), fc.jsonValue() as fc.Arbitrary<WireValue>),
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.oneof(fields, fc.array(fields), fc.jsonValue() as fc.Arbitrary<WireValue>), (body) => {
      for (const event of parseEvents(body)) expect(new Date(event.atMs).getTime()).not.toBeNaN();
    }),
    { numRuns: 1_000 },
  );
});

test('leaves out what happened at no time', () => {
  expect(parseEvents({ type: 'task-started', uuid: 'a', timestamp: 1.8e305 })).toEqual([]);
});

test('a worker is alive until two heartbeats are missing', () => {
  let now = 1_000;
  const workers = new LiveWorkers({ now: () => now });
  workers.add(heartbeat('slow', { freqS: 10 }));
  workers.add(heartbeat('quick'));
  expect(workers.list()).toEqual([
    { name: 'quick', version: '5.6.3', pid: 7, active: 1, processed: 10, heardAtMs: 1_000 },
    { name: 'slow', version: '5.6.3', pid: 7, active: 1, processed: 10, heardAtMs: 1_000 },
  ]);
  now += 4_000;
  expect(workers.list().map(({ name }) => name)).toEqual(['quick', 'slow']);
  now += 1;
  expect(workers.list().map(({ name }) => name)).toEqual(['slow']);
});

test('a worker that says goodbye is gone at once', () => {
  const workers = new LiveWorkers({ now: () => 0 });
  workers.add(heartbeat('w', { kind: 'worker-online' }));
  workers.add(heartbeat('w', { kind: 'worker-offline' }));
  expect(workers.list()).toEqual([]);
});
