import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/changes.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrUpdateBranch } from './github-pr-update-branch.ts';

const start = async () => {
  const started = await startPull([githubPrUpdateBranch]);
  await started.push('main', 'new.txt');
  return started;
};

describe('github_pr_update_branch', () => {
  it('merges the base into the branch', async () => {
    const { confirmTool, world, sent } = await start();
    const [before, base] = await Promise.all([headOf(world, 'feature'), headOf(world, 'main')]);
    const { preview, outcome } = await confirmTool('github_pr_update_branch', one);
    expect(preview).toMatchObject({
      description: 'Merge 1 commit of the base into the branch of #1 of octo/widgets with test.',
      details: { title: { text: 'Raise the price' }, head: { branch: 'feature', commit: before }, base: 'main' },
      warnings: [],
    });
    expect(outcome).toMatchObject({ result: { number: 1, before, accepted: true } });
    const merged = await world.repository(repo).git.commit(await headOf(world, 'feature'));
    expect(merged.parents).toEqual([before, base]);
    expect(sent()).toEqual(['PUT /repos/octo/widgets/pulls/1/update-branch']);
  });

  it('is stale when GitHub sees another head than the one that was previewed', async () => {
    const { previewTool, callTool, push, sandbox, editPull, sent } = await start();
    await push('theirs', 'theirs.txt');
    await previewTool('github_pr_update_branch', one);
    // The head moves after the last look, when the request is on its way.
    sandbox.http.inject({ kind: 'delay', ms: 0 }, { unsafe: true, accepts: () => (editPull({ head: 'theirs' }), true) });
    await expect(callTool('github_pr_update_branch', { ...one, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toHaveLength(1);
  });

  it('keeps its hands off a fork that the profile does not reach', async () => {
    const { callTool, sandbox, push, sent } = await startPull([githubPrUpdateBranch], { settings: { repositories: [repo] } });
    await push('main', 'new.txt');
    const answer = await fetch(`${sandbox.url}/repos/octo/widgets/pulls/1`);
    const pull = JSON.parse(await answer.text());
    const text = JSON.stringify({ ...pull, head: { ...pull.head, repo: { ...pull.head.repo, full_name: 'sam/widgets' } } });
    const headers = { 'content-type': 'application/json' };
    sandbox.fail({ kind: 'status', status: 200, headers, text }, { path: '/repos/octo/widgets/pulls/1' });
    await expect(callTool('github_pr_update_branch', one)).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'repository' },
    });
    expect(sent()).toEqual([]);
  });

  it('refuses what has everything, conflicts, or is closed', async () => {
    const { callTool, push, edit } = await startPull([githubPrUpdateBranch]);
    const refused = (reason: string) =>
      expect(callTool('github_pr_update_branch', one)).rejects.toMatchObject({ code: 'conflict', details: { reason } });
    await refused('up_to_date');
    await push('main', 'src/price.js', 'export const price = 9;\n');
    await refused('merge_conflict');
    edit({ state: 'closed' });
    await refused('closed');
  });
});
