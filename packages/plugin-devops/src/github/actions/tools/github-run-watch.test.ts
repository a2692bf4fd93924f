import type { Progress } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { startGitHub } from '../../test/start-github.ts';
import { githubRunWatch } from './github-run-watch.ts';

const widgets = 'octo/widgets';

const start = async () => {
  const clock = { nowMs: Date.parse('2026-01-31T08:00:00Z'), now: () => clock.nowMs };
  const started = await startGitHub([githubRunWatch], { clock });
  const jobs = [{ name: 'test', conclusion: 'failure', steps: ['Set up job', 'Run npm test'] }] as const;
  started.sandbox.world.planRuns(widgets, { queuedMs: 10_000, runningMs: 20_000, jobs });
  const id = await started.sandbox.world.addRun(widgets, { path: '.github/workflows/test.yml', branch: 'main' });
  const watch = (
    args: { run_id?: number; timeout_s?: number },
    progress?: (seen: Progress) => void,
    signal = new AbortController().signal,
  ) =>
    started.composition.call({
      tool: 'github_run_watch',
      args: { repo: widgets, run_id: id, ...args },
      caller: started.caller,
      asking: { mode: 'none' },
      signal,
      ...(progress !== undefined && { progress }),
    });
  return { ...started, clock, id, watch };
};

describe('github_run_watch', () => {
  it('tells every change of the state until the end', async () => {
    const { clock, watch, sandbox, id } = await start();
    const seen: (string | undefined)[] = [];
    const answer = await watch({ timeout_s: 50 }, ({ message }) => {
      seen.push(message);
      clock.nowMs += 15_000;
    });
    expect(seen).toEqual([
      'queued: 0 of 1 jobs and 0 of 2 steps done',
      'in_progress: 0 of 1 jobs and 0 of 2 steps done',
      'failure: 1 of 1 jobs and 2 of 2 steps done',
    ]);
    expect(answer).toMatchObject({
      kind: 'value',
      value: { completed: true, run: { run_id: id, conclusion: 'failure' }, jobs: [{ conclusion: 'failure' }] },
    });
    expect(sandbox.http.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('asks for what it knows by its ETag', async () => {
    const { watch, sandbox, id } = await start();
    await watch({ timeout_s: 1 });
    const asked = sandbox.http.requests.filter(({ path }) => path === `/repos/${widgets}/actions/runs/${id}`);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.slice(1).every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
  });

  it('ends with the time that was given, although a clock stands still', async () => {
    const { watch } = await start();
    expect(await watch({ timeout_s: 1 })).toMatchObject({
      kind: 'value',
      value: { completed: false, run: { status: 'queued' } },
    });
  });

  it('ends when the caller leaves', async () => {
    const { watch } = await start();
    const controller = new AbortController();
    const answer = await watch({ timeout_s: 50 }, () => controller.abort(), controller.signal);
    expect(answer).toMatchObject({ kind: 'error', error: { code: 'cancelled' } });
  });

  it('answers not_found for a run that is not there', async () => {
    const { watch } = await start();
    expect(await watch({ run_id: 7 })).toMatchObject({ kind: 'error', error: { code: 'not_found' } });
  });
});
