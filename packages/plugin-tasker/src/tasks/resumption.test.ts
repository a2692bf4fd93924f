import { describe, expect, test } from 'vitest';
import { summaryBody } from '../../test/task-bodies.ts';
import { taskSummary } from '../schemas/summary.ts';
import { taskStates } from '../schemas/states.ts';
import { resumptionOf } from './resumption.ts';
import type { TaskView } from './task-view.ts';
import { viewFromSummary } from './view-from-summary.ts';

const uuid = '0197a0b4-0000-7000-8000-000000000001';
const startedAt = Date.parse('2026-03-01T10:00:00Z');
const minuteMs = 60_000;
type Steps = Parameters<typeof summaryBody>[0]['steps'];

const viewOf = ({ status, steps }: { status: string; steps: Steps }): TaskView => {
  const view = viewFromSummary(taskSummary.parse(summaryBody({ uuid, status, steps })));
  return { ...view, steps: view.steps.map((step) => ({ ...step, last_attempted_at: '2026-03-01T10:00:00.000Z' })) };
};
const ready: Steps = [
  { name: 'fetch', state: 'complete' },
  { name: 'store', state: 'pending', dependencies: ['fetch'] },
];
const resumes = ({ view, readySteps = 0, minutes = 1 }: { view: TaskView; readySteps?: number; minutes?: number }) =>
  resumptionOf({ view, readySteps, nowMs: startedAt + minutes * minuteMs });

describe('a task with a ready step', () => {
  test.each(taskStates)('in the state %s resumes only where Tasker looks for work', (status) => {
    const { resumes: answer, why } = resumes({ view: viewOf({ status, steps: ready }), readySteps: 1 });
    const expected = ['pending', 'waiting_for_dependencies', 'waiting_for_retry'].includes(status)
      ? true
      : ['complete', 'error', 'cancelled', 'resolved_manually', 'blocked_by_failures'].includes(status)
        ? false
        : null;
    expect([status, answer]).toEqual([status, expected]);
    expect(why).toMatch(/\.$/);
  });

  test.each([
    ['pending', 600, true],
    ['waiting_for_dependencies', 59, true],
    ['waiting_for_dependencies', 61, null],
    ['waiting_for_retry', 29, true],
    ['waiting_for_retry', 31, null],
  ])('in %s for %i minutes resumes: %s', (status, minutes, expected) => {
    expect(resumes({ view: viewOf({ status, steps: ready }), readySteps: 1, minutes }).resumes).toBe(expected);
  });

  test('is not promised to resume from the dead-letter queue', () => {
    const view = viewOf({ status: 'waiting_for_dependencies', steps: ready });
    const inDlq = { ...view, dlq: { in_dlq: true, reason: 'staleness_timeout', resolution_status: 'pending' } };
    expect(resumes({ view: inDlq, readySteps: 1 }).resumes).toBe(null);
  });
});

describe('a task that waits', () => {
  test('goes on by itself when the next retry comes in time', () => {
    const view = viewOf({ status: 'waiting_for_retry', steps: [{ name: 'send', state: 'waiting_for_retry' }] });
    const retrying = (next: string) => ({
      ...view,
      steps: view.steps.map((step) => ({ ...step, retry_eligible: true, next_retry_at: next })),
    });
    expect(resumes({ view: retrying('2026-03-01T10:20:00Z') }).resumes).toBe(true);
    expect(resumes({ view: retrying('2026-03-01T11:00:00Z') }).resumes).toBe(null);
  });

  test('for a cancelled step does not', () => {
    const steps: Steps = [
      { name: 'fetch', state: 'cancelled' },
      { name: 'store', state: 'pending', dependencies: ['fetch'] },
    ];
    expect(resumes({ view: viewOf({ status: 'waiting_for_dependencies', steps }) }).resumes).toBe(false);
  });

  test('for a running step is undecided', () => {
    const view = viewOf({ status: 'steps_in_process', steps: [{ name: 'fetch', state: 'in_progress' }] });
    expect(resumes({ view })).toMatchObject({ resumes: null, why: expect.stringContaining('Queued or running steps: 1.') });
  });
});
