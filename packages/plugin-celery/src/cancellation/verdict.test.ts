import { describe, expect, test } from 'vitest';
import type { WorkerStats } from '../control/worker-facts.ts';
import type { TaskResult } from '../results/results.ts';
import type { Evidence } from '../tasks/evidence.ts';
import { judge } from '../tasks/judge.ts';
import { event, taskResult } from '../test/evidence.ts';
import type { Sighting } from './look.ts';
import { placeOf } from './place.ts';
import { refusalOf } from './refusal.ts';
import type { Aftermath } from './verdict.ts';
import { openVerdict, verdictOf } from './verdict.ts';

const worker = 'celery@w1';
const all = { known: 1, answered: [worker], silent: [] };

const seen = (found: Partial<Evidence> = {}): Sighting => {
  const evidence: Evidence = {
    taskId: 'one',
    nowMs: 0,
    record: { kind: 'absent' },
    atWorker: undefined,
    waiting: undefined,
    held: undefined,
    events: [],
    ledger: undefined,
    workers: all,
    queues: { searched: [], complete: true },
    ...found,
  };
  const judgement = judge(evidence);
  return { evidence, judgement, place: placeOf({ evidence, state: judgement.state }) };
};

const task = {
  taskId: 'one',
  taskName: 'tasks.sleep',
  args: [],
  kwargs: {},
  startedAtMs: undefined,
  pid: 7,
  acknowledged: true,
  queue: 'celery',
  redelivered: false,
  etaMs: undefined,
};
const running = { atWorker: { worker, place: 'active', task } } as const;
const reserved = { atWorker: { worker, place: 'reserved', task } } as const;

const end = (status: string, type?: string): TaskResult =>
  taskResult(status, { error: type === undefined ? undefined : { type, module: undefined, message: '' } });
const ended = ({ status, type }: { status: string; type?: string }): Pick<Evidence, 'record'> => ({
  record: { kind: 'found', result: end(status, type) },
});

const began = event('task-started');
const failed = event('task-failed', { exception: 'SoftTimeLimitExceeded()' });
const succeeded = event('task-succeeded');

const pool = (processes: readonly number[]): WorkerStats => ({
  pid: 1,
  uptimeS: 1,
  pool: 'prefork',
  concurrency: 1,
  processes,
  prefetchCount: 4,
  total: {},
});

const ran: Pick<Aftermath, 'was' | 'stats' | 'sent' | 'isNoted' | 'wasMissed'> = {
  was: { kind: 'running', worker, sinceMs: undefined, pid: 7 },
  stats: pool([8]),
  sent: 'SIGTERM',
  isNoted: true,
  wasMissed: false,
};
const soft = { sent: 'SIGUSR1' } as const;
const heard = (status: string, type?: string) => ({ ...soft, heard: end(status, type) });
const took: typeof ran = { ...ran, was: { kind: 'taken', as: 'reserved', worker }, sent: undefined };

describe('a task that ran', () => {
  test.each([
    ['its process is gone', {}, ended({ status: 'REVOKED' }), 'cancelled'],
    ['its process is gone and no record is kept', {}, {}, 'cancelled'],
    ['it succeeded first', {}, ended({ status: 'SUCCESS' }), 'already_finished'],
    ['it failed first', {}, ended({ status: 'FAILURE', type: 'ValueError' }), 'already_finished'],
    ['its process was lost', {}, ended({ status: 'FAILURE', type: 'WorkerLostError' }), 'cancelled'],
    ['it was gone without a trace', { wasMissed: true }, {}, 'not_found'],
    ['a record says so and its process lives', { stats: pool([7]) }, ended({ status: 'REVOKED' }), undefined],
    ['nobody says what processes there are', { stats: undefined }, ended({ status: 'REVOKED' }), undefined],
    ['it has no choice', { stats: undefined, sent: 'SIGKILL' }, ended({ status: 'REVOKED' }), 'cancelled'],
    ['it was asked softly', { sent: 'SIGUSR1' }, ended({ status: 'REVOKED' }), undefined],
    ['its end was heard', heard('FAILURE', 'SoftTimeLimitExceeded'), ended({ status: 'REVOKED' }), 'cancelled'],
    ['it was heard to fail by itself', heard('FAILURE', 'ValueError'), ended({ status: 'REVOKED' }), 'already_finished'],
    ['it was heard to succeed', heard('SUCCESS'), ended({ status: 'REVOKED' }), 'already_finished'],
    ['only the order was heard', heard('REVOKED'), ended({ status: 'REVOKED' }), undefined],
    ['a worker told of its end', soft, { ...ended({ status: 'REVOKED' }), events: [began, failed] }, 'cancelled'],
    ['a worker told of its success', soft, { ...ended({ status: 'REVOKED' }), events: [began, succeeded] }, 'already_finished'],
    ['only an earlier run failed', soft, { ...ended({ status: 'REVOKED' }), events: [failed, began] }, undefined],
    ['it still runs', {}, running, undefined],
  ] as const)('%s', (_title, change, found, outcome) => {
    expect(verdictOf({ ...ran, ...change, now: seen(found) })?.outcome).toBe(outcome);
  });

  test('is not called cancelled when nothing was seen in time', () => {
    expect(openVerdict({ ...ran, now: seen(running) })).toMatchObject({ outcome: 'cancel_requested', state: 'running' });
    const silent = seen({ workers: { known: 1, answered: [], silent: [worker] } });
    expect(openVerdict({ ...ran, now: silent })).toMatchObject({ outcome: 'cancel_requested' });
  });
});

describe('a task that had not begun', () => {
  test.each([
    ['its worker took note', {}, reserved, 'cancelled'],
    ['nobody took note', { isNoted: false }, reserved, undefined],
    ['it began meanwhile', {}, running, undefined],
    ['it succeeded meanwhile', {}, ended({ status: 'SUCCESS' }), 'already_finished'],
  ] as const)('%s', (_title, change, found, outcome) => {
    expect(verdictOf({ ...took, ...change, now: seen(found) })?.outcome).toBe(outcome);
  });

  test('is not cancellable once it runs and was not to be ended', () => {
    expect(openVerdict({ ...took, now: seen(running) })).toMatchObject({ outcome: 'not_cancellable', state: 'running' });
  });
});

describe('refuses', () => {
  test.each([
    ['a task that ended', ended({ status: 'FAILURE', type: 'ValueError' }), undefined, 'already_finished'],
    ['one that was revoked before', ended({ status: 'REVOKED' }), undefined, 'already_finished'],
    ['one that nobody knows', {}, undefined, 'unknown_task'],
    [
      'one that a silent worker may have',
      { workers: { known: 2, answered: [worker], silent: ['celery@w2'] } },
      undefined,
      'workers_silent',
    ],
    ['one that runs in a solo pool', running, 'solo', 'not_cancellable'],
    ['one that runs where the pool is not told', running, undefined, 'workers_silent'],
    ['one that gevent has in hand', reserved, 'gevent', 'not_cancellable'],
  ] as const)('%s', (_title, found, kind, reason) => {
    expect(refusalOf({ sighting: seen(found), pool: kind, terminate: true })).toMatchObject({
      effect: 'none',
      details: { reason },
    });
  });

  test.each([
    ['that runs in prefork', running, 'prefork'],
    ['that runs in gevent', running, 'gevent'],
    ['that prefork has not begun', reserved, 'prefork'],
    ['that waits for its time in threads', { atWorker: { ...reserved.atWorker, place: 'scheduled' } }, 'threads'],
    ['that is recorded as revoked and runs', { ...ended({ status: 'REVOKED' }), ...running }, 'prefork'],
  ] as const)('not one %s', (_title, found, kind) => {
    expect(refusalOf({ sighting: seen(found), pool: kind, terminate: true })).toBeUndefined();
  });
});
