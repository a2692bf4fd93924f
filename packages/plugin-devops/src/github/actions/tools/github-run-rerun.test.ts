import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubRunCancel } from './github-run-cancel.ts';
import { githubRunRerun } from './github-run-rerun.ts';

const widgets = 'octo/widgets';
const failed = { name: 'test', conclusion: 'failure' } as const;
const fine = { name: 'lint', conclusion: 'success' } as const;

const start = async ({ isOver, jobs = [failed, fine] }: { isOver: boolean; jobs?: readonly (typeof failed | typeof fine)[] }) => {
  const clock = { nowMs: Date.parse('2026-01-31T08:00:00Z'), now: () => clock.nowMs };
  const started = await startGitHub([githubRunCancel, githubRunRerun], { clock });
  const { world } = started.sandbox;
  world.planRuns(widgets, { queuedMs: 10_000, runningMs: 20_000, jobs });
  const id = await world.addRun(widgets, { path: '.github/workflows/test.yml', branch: 'main' });
  if (isOver) world.finishRun(widgets, id);
  const run = () => world.repository(widgets).runs.get(id);
  return { ...started, world, clock, run, path: `/repos/octo/widgets/actions/runs/${id}`, input: { repo: widgets, run_id: id } };
};

describe('github_run_rerun', () => {
  it.each([
    ['all', '/rerun', 'all jobs (2 of 2)', ['test (failure)', 'lint (success)']],
    ['failed', '/rerun-failed-jobs', 'the failed jobs (1 of 2)', ['test (failure)']],
  ])('runs %s jobs again', async (jobs, end, words, changes) => {
    const { confirmTool, input, run, sent, path, sandbox } = await start({ isOver: true });
    const { preview, outcome } = await confirmTool('github_run_rerun', { ...input, jobs, debug: true });
    expect(preview).toMatchObject({ risk: 'destructive', changes, details: { enable_debug_logging: true } });
    expect(preview['description']).toContain(
      `Run ${words} of run ${input.run_id} of ".github/workflows/test.yml" of octo/widgets`,
    );
    expect(outcome).toMatchObject({ status: 'executed', result: { run_id: input.run_id, attempt: 2 } });
    expect(run()).toMatchObject({ attempt: 2 });
    expect(sent()).toEqual([`POST ${path}${end}`]);
    expect(sandbox.http.unsafe()[0]?.json).toEqual({ enable_debug_logging: true });
  });

  it.each(lostAnswers)('finds out that it began again after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, input, sent } = await start({ isOver: true });
    sandbox.fail(fault, { method: 'POST', times: 1 });
    const { outcome } = await confirmTool('github_run_rerun', { ...input, jobs: 'all' });
    expect(outcome).toMatchObject({ status: 'executed', result: { attempt: 2 } });
    expect(sent()).toHaveLength(1);
  });

  it('is stale when the run began again', async () => {
    const { callTool, input, run, sent } = await start({ isOver: true });
    await callTool('github_run_rerun', { ...input, jobs: 'all' });
    Object.assign(run() ?? {}, { attempt: 2 });
    await expect(callTool('github_run_rerun', { ...input, jobs: 'all', confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('refuses a run that is not over, and failed jobs where none failed', async () => {
    const active = await start({ isOver: false });
    const rerun = { ...active.input, jobs: 'all' };
    await expect(active.callTool('github_run_rerun', rerun)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'running' },
    });
    const good = await start({ isOver: true, jobs: [fine] });
    await expect(good.callTool('github_run_rerun', { ...good.input, jobs: 'failed' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'nothing_failed' },
    });
    expect([...active.sent(), ...good.sent()]).toEqual([]);
  });
});

describe('github_run_cancel', () => {
  it('says which jobs do not end, and ends them', async () => {
    const { confirmTool, input, clock, run, sent, path } = await start({ isOver: false });
    clock.nowMs += 15_000;
    const { preview, outcome } = await confirmTool('github_run_cancel', input);
    expect(preview).toMatchObject({
      description: expect.stringContaining(`Cancel run ${input.run_id} of ".github/workflows/test.yml" of octo/widgets`),
      risk: 'destructive',
      changes: ['test (in_progress)', 'lint (in_progress)'],
      warnings: ['2 jobs are at work: what they do stays half done.'],
    });
    expect(outcome).toMatchObject({ status: 'executed', effect: { status: 'completed', conclusion: 'cancelled' } });
    expect(run()?.cancelledAtMs).toBe(clock.nowMs);
    expect(sent()).toEqual([`POST ${path}/cancel`]);
  });

  it('goes on with a run that moved from the queue to work', async () => {
    const { callTool, input, clock } = await start({ isOver: false });
    await callTool('github_run_cancel', input);
    clock.nowMs += 15_000;
    expect(await callTool('github_run_cancel', { ...input, confirm: true })).toMatchObject({ status: 'executed' });
  });

  it('is stale when the run ended meanwhile', async () => {
    const { callTool, input, clock, sent } = await start({ isOver: false });
    await callTool('github_run_cancel', input);
    clock.nowMs += 45_000;
    await expect(callTool('github_run_cancel', { ...input, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds out that it was cancelled after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, input, sent } = await start({ isOver: false });
    sandbox.fail(fault, { method: 'POST', times: 1 });
    const { outcome } = await confirmTool('github_run_cancel', input);
    expect(outcome).toMatchObject({ status: 'executed', result: input.run_id ? { run_id: input.run_id, attempt: 1 } : {} });
    expect(sent()).toHaveLength(1);
  });

  it('refuses a run that is over', async () => {
    const { callTool, input, sent } = await start({ isOver: true });
    await expect(callTool('github_run_cancel', input)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'completed' },
    });
    expect(sent()).toEqual([]);
  });
});
