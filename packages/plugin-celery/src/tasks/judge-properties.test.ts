import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TaskEventKind } from '../events/event.ts';
import type { TaskResult } from '../results/results.ts';
import { all, event, frozen, held, ledger, message, none, nowMs, result, workerTask } from '../test/evidence.ts';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';
import { isFinished } from './poll-hint.ts';
import { taskStates, taskStatuses } from './task-state.ts';

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  taskId: fc.constant('t'),
  nowMs: fc.constant(nowMs),
  record: fc.oneof(
    fc.constant({ kind: 'absent' } as const),
    fc.constant({ kind: 'malformed', reason: 'x', bytes: 1 } as const),
    fc
      .tuple(
        fc.constantFrom('PENDING', 'STARTED', 'PROGRESS', 'OWN', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED', 'IGNORED'),
        fc.constantFrom<TaskResult['value']>(null, { hostname: 'celery@a' }, { percent: 1e9, current: -1, total: 0 }, [
          Number.NaN,
        ]),
      )
      .map(([status, value]) => result(status, { value })),
  ),
  atWorker: maybe(
    fc.record({
      worker: fc.constantFrom('celery@a', 'celery@b'),
      place: fc.constantFrom('active', 'reserved', 'ready', 'scheduled'),
      task: fc.constant(workerTask),
    }),
  ),
  waiting: maybe(fc.constant({ queue: 'celery', item: { position: 3, task: message, bytes: 1 }, total: 9 })),
  held: maybe(fc.constant(held)),
  events: fc.array(
    fc
      .tuple(
        fc.constantFrom<TaskEventKind>(
          'task-sent',
          'task-received',
          'task-started',
          'task-succeeded',
          'task-failed',
          'task-retried',
          'task-revoked',
          'task-rejected',
        ),
        fc.constantFrom('celery@a', 'celery@b'),
      )
      .map(([kind, hostname]) => event(kind, { hostname })),
    { maxLength: 4 },
  ),
  ledger: maybe(
    fc
      .record({
        at: fc.constantFrom(nowMs, nowMs - 172_800_000),
        state: fc.constantFrom('sending', 'sent', 'not_sent'),
        parent: fc.boolean(),
      })
      .map(({ at, state, parent }) => ledger({ at, state, ...(parent && { parent: 'p' }) })),
  ),
  cancelledAtMs: fc.constantFrom(undefined, nowMs),
  before: fc.constantFrom<Evidence['before']>(undefined, { kind: 'absent' }, result('SUCCESS'), result('FAILURE')),
  backend: fc.record({ kind: fc.constantFrom('redis', 'rpc', 'none'), expiresS: fc.constantFrom(undefined, 86_400) }),
  rateLimit: fc.constantFrom(undefined, null, '1/m'),
  workers: fc.constantFrom(all, none, frozen, { known: 2, answered: ['celery@a'], silent: [] }),
  queues: fc.record({ searched: fc.constantFrom([], ['celery'], ['other']), complete: fc.boolean() }),
});

test('is total, and never says more than the evidence', () => {
  fc.assert(
    fc.property(anyEvidence, (given) => {
      const { state, status, progress, notes } = judge(given);
      expect(taskStates).toContain(state);
      expect(taskStatuses).toContain(status);
      const { record, workers, events, atWorker, waiting } = given;
      const stored = record.kind === 'found' ? record.result.status : undefined;
      const isSilent = workers.answered.length < workers.known;
      if (state === 'lost') expect([isSilent, atWorker, waiting]).toEqual([false, undefined, undefined]);
      if (state === 'lost' && given.held === undefined) expect(record.kind).not.toBe('malformed');
      if (state === 'success')
        expect(stored === 'SUCCESS' || (stored === undefined && events.at(-1)?.kind === 'task-succeeded')).toBe(true);
      if (state === 'failure')
        expect(stored === 'FAILURE' || (stored === undefined && events.at(-1)?.kind === 'task-failed')).toBe(true);
      if (stored === 'SUCCESS' || stored === 'FAILURE') expect(state).toBe(stored.toLowerCase());
      if (state === 'running') expect(atWorker?.place).toBe('active');
      if (atWorker?.place === 'active' && stored === 'REVOKED') expect(isFinished(state)).toBe(false);
      if (atWorker !== undefined && !isFinished(state))
        expect(['running', 'reserved', 'scheduled', 'held', 'retrying']).toContain(state);
      // Silence is told, and no end is made of it.
      if (isSilent) expect(notes.some((note) => note.includes('did not answer'))).toBe(true);
      if (isSilent && state === 'result_expired') expect.unreachable();
      if (progress?.percent !== undefined) expect(progress.percent >= 0 && progress.percent <= 100).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
