import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { addCheck, addReview, headOf } from '../../test/changes.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrMerge } from './github-pr-merge.ts';

const tools = [githubPrMerge];
const squash = { ...one, method: 'squash' };
const ruled = { required_pull_request_reviews: { required_approving_review_count: 1 }, enforce_admins: true };

describe('github_pr_merge', () => {
  it.each([
    ['merge', 2],
    ['squash', 1],
    ['rebase', 1],
  ])('really merges by %s, the head that was previewed', async (method, parents) => {
    const { confirmTool, world, sent } = await startPull(tools);
    const head = await headOf(world, 'feature');
    const texts: JsonObject = method === 'rebase' ? {} : { title: 'Raise the price (#1)', message: 'As agreed.' };
    const { preview, outcome } = await confirmTool('github_pr_merge', { ...one, method, commit: head, ...texts });
    expect(preview).toMatchObject({
      description: `Merge #1 of octo/widgets (1 commit, 1 file) into "main" by ${method} with test.`,
      details: { ...texts, method, commit: head, pull_request: { text: 'Raise the price' }, merge_state: 'clean' },
      risk: 'destructive',
      approval: { required: 'client' },
    });
    const main = await headOf(world, 'main');
    expect(outcome).toMatchObject({ result: { merged: true, commit: main, base: 'main' } });
    expect(await world.file(repo, { branch: 'main', path: 'src/price.js' })).toContain('* 3');
    const merged = await world.repository(repo).git.commit(main);
    expect(merged.parents).toHaveLength(parents);
    expect(merged.message).toContain(method === 'rebase' ? 'Raise the price' : 'As agreed.');
    expect(sent()).toEqual(['PUT /repos/octo/widgets/pulls/1/merge']);
  });

  it('says what speaks against it', async () => {
    const { previewTool, world } = await startPull(tools);
    const commit = await headOf(world, 'feature');
    addCheck(world, { commit, name: 'test', conclusion: 'failure' });
    addCheck(world, { commit, name: 'build', conclusion: null });
    addReview(world, { number: 1, author: 'octo', state: 'CHANGES_REQUESTED', commit });
    expect(await previewTool('github_pr_merge', squash)).toMatchObject({
      details: { checks: { failed: ['test'], pending: ['build'] }, reviews: { changes_requested_by: ['octo'] } },
      warnings: [
        'octo/widgets is public: everybody can read this.',
        'These checks failed: "test".',
        'These checks have not ended: "build".',
        'Changes were requested by octo.',
        'Nobody who may write approved it.',
      ],
    });
  });

  it('takes a person outside of the client where rules are not met, and passes on that GitHub refuses', async () => {
    const { previewTool, callTool, approve, world, sent } = await startPull(tools);
    world.repository(repo).protections.set('main', ruled);
    const main = await headOf(world, 'main');
    const { ticket } = await previewTool('github_pr_merge', squash);
    await expect(callTool('github_pr_merge', { ...squash, confirm: true })).rejects.toMatchObject({ code: 'awaiting_approval' });
    expect(sent()).toEqual([]);
    await approve(String(ticket));
    await expect(callTool('github_pr_merge', { ...squash, confirm: true })).rejects.toMatchObject({
      details: { cause: { status: 405, upstream: expect.stringContaining('approving review') } },
    });
    expect(await headOf(world, 'main')).toBe(main);
  });

  it.each([
    ['somebody pushes', async ({ push }) => void (await push('feature', 'backdoor.js'))],
    [
      'a check fails',
      async ({ world }) => addCheck(world, { commit: await headOf(world, 'feature'), name: 'test', conclusion: 'failure' }),
    ],
    [
      'changes are requested',
      async ({ world }) =>
        addReview(world, { number: 1, author: 'octo', state: 'CHANGES_REQUESTED', commit: await headOf(world, 'feature') }),
    ],
    ['it gets another base', async ({ push, editPull }) => (await push('other', 'other.txt'), editPull({ base: 'other' }))],
    ['a rule is added', async ({ world }) => void world.repository(repo).protections.set('main', ruled)],
    ['it gets another title', async ({ edit }) => edit({ title: 'Lower the price' })],
    ['it becomes a draft', async ({ editPull }) => editPull({ isDraft: true })],
    ['a conflict comes up', async ({ push }) => void (await push('main', 'src/price.js', 'export const price = 9;\n'))],
  ] satisfies [string, (started: Awaited<ReturnType<typeof startPull>>) => Promise<void>][])(
    'is stale when %s after the preview',
    async (_what, change) => {
      const started = await startPull(tools);
      await started.previewTool('github_pr_merge', squash);
      await change(started);
      await expect(started.callTool('github_pr_merge', { ...squash, confirm: true })).rejects.toMatchObject({ code: 'stale' });
      expect(started.sent()).toEqual([]);
    },
  );

  it('is stale when GitHub itself sees that the head moved on at the last moment', async () => {
    const { previewTool, callTool, world, sandbox, sent } = await startPull(tools);
    await previewTool('github_pr_merge', squash);
    const main = await headOf(world, 'main');
    sandbox.http.inject(
      { kind: 'status', status: 409, text: '{"message":"Head branch was modified."}' },
      { unsafe: true, times: 1 },
    );
    await expect(callTool('github_pr_merge', { ...squash, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sandbox.http.unsafe()[0]?.json).toMatchObject({ sha: await headOf(world, 'feature') });
    expect(sent()).toHaveLength(1);
    expect(await headOf(world, 'main')).toBe(main);
  });

  it('goes on when the base moved on and a check passed', async () => {
    const { previewTool, callTool, world, push } = await startPull(tools);
    await previewTool('github_pr_merge', squash);
    await push('main', 'unrelated.txt');
    addCheck(world, { commit: await headOf(world, 'feature'), name: 'test', conclusion: 'success' });
    expect(await callTool('github_pr_merge', { ...squash, confirm: true })).toMatchObject({ status: 'executed' });
  });

  it('does not take a merge by somebody else for its own', async () => {
    const { previewTool, answer, sandbox, edit, editPull, world } = await startPull(tools);
    await previewTool('github_pr_merge', squash);
    const sha = await headOf(world, 'feature');
    const merge = (): void => {
      editPull({ mergeSha: sha, mergedAtMs: 0, mergedBy: 'wendy', closedHead: sha, closedBase: sha });
      edit({ state: 'closed' });
    };
    // The merge comes between the lost request and the look at what happened.
    sandbox.http.inject({ kind: 'reset' }, { unsafe: true, accepts: () => (merge(), true) });
    expect(await answer('github_pr_merge', { ...squash, confirm: true })).toMatchObject({ error: { code: 'unknown_outcome' } });
  });

  it.each([
    ['a draft', 'draft', async ({ editPull }) => editPull({ isDraft: true })],
    ['what is closed', 'closed', async ({ edit }) => edit({ state: 'closed' })],
    [
      'a method that is not allowed',
      'method',
      async ({ world }) => {
        const repository = world.repository(repo);
        Object.assign(repository, { settings: { ...repository.settings, allow_squash_merge: false } });
      },
    ],
    ['conflicts', 'merge_conflict', async ({ push }) => void (await push('main', 'src/price.js', 'export const price = 9;\n'))],
  ] satisfies [string, string, (started: Awaited<ReturnType<typeof startPull>>) => Promise<void>][])(
    'refuses %s',
    async (_what, reason, arrange) => {
      const started = await startPull(tools);
      await arrange(started);
      await expect(started.callTool('github_pr_merge', squash)).rejects.toMatchObject({ code: 'conflict', details: { reason } });
      expect(started.sent()).toEqual([]);
    },
  );

  it('refuses a commit that is not the head', async () => {
    const { callTool } = await startPull(tools);
    const old = { ...squash, commit: '0'.repeat(40) };
    await expect(callTool('github_pr_merge', old)).rejects.toMatchObject({ details: { reason: 'moved' } });
  });
});
