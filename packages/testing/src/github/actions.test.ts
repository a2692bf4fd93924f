import { expect, test } from 'vitest';
import { standingClock } from '../tasker/test/clock.ts';
import { fieldOf, openGitHub } from './test/open.ts';

const failing = {
  queuedMs: 1000,
  runningMs: 2000,
  jobs: [{ name: 'test', conclusion: 'failure', steps: ['Set up job', 'Run npm test'], log: 'not ok 1 - adds\n' }],
} as const;

test('a run is dispatched, goes with the clock, fails, and can begin again', async () => {
  const clock = standingClock();
  const { widgets, send, world, url } = await openGitHub({ clock });
  world.planRuns('octo/widgets', failing);
  expect(await widgets('GET /actions/workflows')).toMatchObject({ total_count: 1, workflows: [{ name: 'test' }] });
  await widgets('POST /actions/workflows/test.yml/dispatches', { ref: 'nowhere' }, 422);
  await widgets('POST /actions/workflows/test.yml/dispatches', { ref: 'main', inputs: { why: 'now' } }, 204);
  const { workflow_runs: runs } = (await widgets('GET /actions/runs')) as { workflow_runs: { id: number }[] };
  const run = `/actions/runs/${runs[0]?.id ?? 0}`;
  expect(await widgets(`GET ${run}`)).toMatchObject({ status: 'queued', conclusion: null, event: 'workflow_dispatch' });
  clock.nowMs += 1500;
  expect(await widgets(`GET ${run}`)).toMatchObject({ status: 'in_progress' });
  clock.nowMs += 1500;
  expect(await widgets(`GET ${run}`)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  const { jobs } = (await widgets(`GET ${run}/jobs`)) as { jobs: { id: number }[] };
  expect(jobs).toMatchObject([{ steps: [{ conclusion: 'success' }, { name: 'Run npm test', conclusion: 'failure' }] }]);
  const logs = `/repos/octo/widgets/actions/jobs/${jobs[0]?.id ?? 0}/logs`;
  const redirect = await fetch(url + logs, { redirect: 'manual' });
  expect([redirect.status, redirect.headers.get('location')]).toEqual([302, expect.stringContaining('http://127.0.0.1:')]);
  expect((await send(`GET ${logs}`)).text).toBe('not ok 1 - adds\n');
  await widgets(`POST ${run}/cancel`, undefined, 409);
  await widgets(`POST ${run}/rerun-failed-jobs`, undefined, 201);
  await widgets(`POST ${run}/cancel`, undefined, 202);
  expect(await widgets(`GET ${run}`)).toMatchObject({ run_attempt: 2, status: 'completed', conclusion: 'cancelled' });
});

test('a run that others began is finished by hand', async () => {
  const { widgets, world } = await openGitHub({ clock: standingClock() });
  const id = await world.addRun('octo/widgets', { path: '.github/workflows/test.yml', branch: 'feature' });
  expect(fieldOf(await widgets(`GET /actions/runs/${id}`), 'status')).toBe('queued');
  world.finishRun('octo/widgets', id);
  expect(await widgets('GET /actions/runs?branch=feature&status=success')).toMatchObject({ total_count: 1 });
});

test('a workflow that is switched off is not dispatched', async () => {
  const { widgets } = await openGitHub();
  await widgets('PUT /actions/workflows/test.yml/disable', undefined, 204);
  expect(await widgets('GET /actions/workflows/test.yml')).toMatchObject({ state: 'disabled_manually' });
  await widgets('POST /actions/workflows/test.yml/dispatches', { ref: 'main' }, 422);
  await widgets('PUT /actions/workflows/test.yml/enable', undefined, 204);
  await widgets('POST /actions/workflows/test.yml/dispatches', { ref: 'main' }, 204);
});
