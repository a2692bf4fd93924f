import { expect, test } from 'vitest';
import { event, evidence, frozen, held, ledger, message, none, nowMs, result, workerTask } from '../test/evidence.ts';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';

test.each<[string, Partial<Evidence>, object]>([
  [
    'a worker that is gone left a record',
    { record: result('STARTED', { value: { hostname: 'celery@b' } }) },
    { state: 'lost', worker: 'celery@b' },
  ],
  [
    'the only worker is gone',
    { record: result('STARTED', { value: { hostname: 'celery@b' } }), workers: none },
    { state: 'lost' },
  ],
  [
    'nobody knows which worker it had, and none is connected',
    { record: result('PROGRESS'), workers: none },
    { state: 'stalled' },
  ],
  [
    'its worker is silent',
    { record: result('STARTED', { value: { hostname: 'celery@a' } }), workers: frozen },
    { state: 'stalled' },
  ],
  ['it left its queue', { ledger: ledger() }, { state: 'lost' }],
  ['it left its queue, and the broker was away', { ledger: ledger(), gapAtMs: nowMs - 5_000 }, { state: 'stalled' }],
  ['it left its queue, and the broker was away a minute ago', { ledger: ledger(), gapAtMs: nowMs - 60_000 }, { state: 'lost' }],
  ['it left its queue, and a worker is silent', { ledger: ledger(), workers: frozen }, { state: 'stalled' }],
  ['it left its queue, and no worker is connected', { ledger: ledger(), workers: none }, { state: 'unknown' }],
  [
    'it left its queue, and results are not kept',
    { ledger: ledger(), backend: { kind: 'none', expiresS: undefined } },
    { state: 'unknown' },
  ],
  ['it left its queue, and a rate limit may hold it', { ledger: ledger(), rateLimit: '1/m' }, { state: 'held' }],
  [
    'it left its queue, and whether a rate limit holds it is not known',
    { ledger: ledger(), rateLimit: undefined },
    { state: 'unknown' },
  ],
  ['its queue was not searched', { ledger: ledger(), queues: { searched: [], complete: false } }, { state: 'unknown' }],
  [
    'its queue is too long to be looked through',
    {
      ledger: ledger(),
      queues: { searched: [], complete: false, unseen: [{ queue: 'celery', ready: 21_000, why: 'too_long' }] },
    },
    { state: 'queued', queue: 'celery', among: 21_000, reason: expect.stringContaining('too many to look through') },
  ],
  [
    'its queue is too long to be looked through, and a worker is silent',
    {
      ledger: ledger(),
      workers: frozen,
      queues: { searched: [], complete: false, unseen: [{ queue: 'celery', ready: 21_000, why: 'too_long' }] },
    },
    { state: 'unknown' },
  ],
  [
    'its queue is a quorum queue, and results are not kept where they can be read',
    {
      ledger: ledger(),
      backend: { kind: 'rpc', expiresS: 86_400 },
      queues: { searched: [], complete: false, unseen: [{ queue: 'celery', ready: 3, why: 'quorum' }] },
    },
    { state: 'unknown', reason: expect.stringContaining('it waits in "celery", which cannot be looked through') },
  ],
  [
    'it was seen in its queue a while ago',
    { waiting: { queue: 'celery', item: { position: 8_000, task: message, bytes: 1, seenAtMs: nowMs - 9_000 }, total: 9_000 } },
    { state: 'queued', position: 8_001, notes: [expect.stringContaining(new Date(nowMs - 9_000).toISOString())] },
  ],
  ['it was sent two days ago', { ledger: ledger({ at: nowMs - 172_800_000 }) }, { state: 'result_expired', status: 'unknown' }],
  [
    'results are kept for ever',
    { ledger: ledger({ at: 0 }), backend: { kind: 'redis', expiresS: undefined } },
    { state: 'lost' },
  ],
  ['it was cancelled while it waited', { ledger: ledger(), cancelledAtMs: nowMs }, { state: 'revoked' }],
  ['somebody else\u2019s task was cancelled while it waited', { cancelledAtMs: nowMs }, { state: 'revoked' }],
  [
    'it was taken out of its queue, and a worker is silent',
    { ledger: ledger(), cancelledAtMs: nowMs, isRemoved: true, workers: frozen },
    { state: 'revoked', reason: expect.stringContaining('taken out of its queue') },
  ],
  [
    'it was cancelled, and its queue cannot be looked through',
    {
      ledger: ledger(),
      cancelledAtMs: nowMs,
      queues: { searched: [], complete: false, unseen: [{ queue: 'celery', ready: 3, why: 'quorum' }] },
    },
    { state: 'queued' },
  ],
  ['it was cancelled, and a worker is silent', { ledger: ledger(), cancelledAtMs: nowMs, workers: frozen }, { state: 'stalled' }],
  [
    'the broker refused it',
    { ledger: ledger({ state: 'not_sent' }) },
    { state: 'unknown', reason: expect.stringContaining('never sent') },
  ],
  [
    'it was about to be sent',
    { ledger: ledger({ state: 'sending' }) },
    { state: 'unknown', reason: expect.stringContaining('whether it was sent') },
  ],
  ['the task before it in its chain runs', { ledger: ledger({ parent: 'p' }), before: { kind: 'absent' } }, { state: 'queued' }],
  [
    'the task before it in its chain failed',
    { ledger: ledger({ parent: 'p' }), before: result('FAILURE') },
    { state: 'unknown' },
  ],
  ['a worker took it and is gone', { held, workers: none }, { state: 'held', redeliveredAtMs: held.redeliveredAtMs }],
  ['a rate limit holds it', { held, rateLimit: '1/m' }, { state: 'held', reason: expect.stringContaining('rate limit') }],
  ['a silent worker holds it', { held, workers: frozen }, { state: 'stalled' }],
  [
    'its worker died before it acknowledged',
    { held, record: result('STARTED') },
    { state: 'lost', redeliveredAtMs: held.redeliveredAtMs },
  ],
  [
    'an event tells of its failure',
    { events: [event('task-started'), event('task-failed', { exception: "ValueError('no')" })] },
    { state: 'failure', error: { type: 'ValueError', message: 'no' } },
  ],
  [
    'an event tells of its success',
    { events: [event('task-succeeded', { runtimeS: 0.5 })] },
    { state: 'success', runtimeS: 0.5, startedAtMs: nowMs - 1_500 },
  ],
  ['its start was heard, its end was not, and its worker lives', { events: [event('task-started')] }, { state: 'unknown' }],
  [
    'its start was heard and its worker is gone',
    { events: [event('task-started', { hostname: 'celery@b' })] },
    { state: 'lost' },
  ],
  [
    'it was revoked while it ran',
    { record: result('REVOKED', { error: { type: 'TaskRevokedError', module: undefined, message: 'terminated' } }) },
    { state: 'revoked', reason: 'It was ended while it ran.' },
  ],
  [
    'it was asked to end while it ran',
    { record: result('REVOKED'), events: [event('task-revoked', { terminated: true, signum: 10 })] },
    { state: 'revoked', reason: expect.stringContaining('may still clean up') },
  ],
  [
    'it ended after it was asked to, and its worker recorded that',
    {
      record: result('REVOKED', { error: { type: 'TaskRevokedError', module: undefined, message: 'terminated' } }),
      events: [event('task-revoked', { terminated: true, signum: 10 }), event('task-failed')],
    },
    { state: 'revoked', reason: 'It was ended while it ran.' },
  ],
  [
    'it is recorded as revoked and runs on',
    { record: result('REVOKED'), atWorker: { worker: 'celery@a', place: 'active', task: workerTask } },
    { state: 'running', runtimeS: 2, notes: [expect.stringContaining('revoked')] },
  ],
  [
    'it waits in a worker and is recorded as revoked',
    { record: result('REVOKED'), atWorker: { worker: 'celery@a', place: 'reserved', task: workerTask } },
    { state: 'revoked' },
  ],
  [
    'it waits in a queue again after a start',
    { record: result('STARTED'), waiting: { queue: 'celery', item: { position: 0, task: message, bytes: 1 }, total: 1 } },
    { state: 'queued', position: 1, ahead: 0, notes: [expect.stringContaining('begun')] },
  ],
  [
    'its record is no record',
    { record: { kind: 'malformed', reason: 'no JSON', bytes: 3 } },
    { state: 'unknown', reason: expect.stringContaining('no record of Celery') },
  ],
  ['it ended, and was started here', { record: result('SUCCESS'), ledger: ledger() }, { state: 'success', queue: 'celery' }],
])('%s', (_, fields, expected) => {
  expect(judge(evidence(fields))).toMatchObject(expected);
});
