import { describe, expect, it } from 'vitest';
import { headOf } from '../../test/changes.ts';
import { one, repo, startPull } from '../test/start-pull.ts';
import { githubPrReview } from './github-pr-review.ts';

const tools = [githubPrReview];
const remark = { path: 'src/price.js', line: 1, body: 'Why three?' };

describe('github_pr_review', () => {
  it('sends a verdict with comments on lines, at the head that was previewed', async () => {
    const { confirmTool, world, sent } = await startPull(tools);
    const head = await headOf(world, 'feature');
    const before = { ...remark, side: 'LEFT', body: 'It was fine.' };
    const review = { verdict: 'request_changes', body: 'Not that much.', comments: [remark, before] };
    const { preview, outcome } = await confirmTool('github_pr_review', { ...one, ...review });
    expect(preview).toMatchObject({
      description: `Request changes of #1 of octo/widgets at ${head.slice(0, 12)} with test and 2 comments on lines.`,
      details: {
        verdict: 'request_changes',
        commit: head,
        body: 'Not that much.',
        comments: [{ ...remark, side: 'RIGHT' }, before],
      },
      approval: { required: 'model' },
    });
    expect(outcome).toMatchObject({ result: { state: 'changes_requested', commit: head } });
    const { pull } = world.issue(repo, 1);
    expect(pull?.reviews).toMatchObject([
      { author: 'octo', state: 'CHANGES_REQUESTED', commitSha: head, body: 'Not that much.' },
    ]);
    expect(pull?.reviewComments).toMatchObject([remark, before]);
    expect(sent()).toEqual(['POST /repos/octo/widgets/pulls/1/reviews']);
  });

  it('asks a person before it approves', async () => {
    const { previewTool, callTool, questions, world } = await startPull(tools, { person: 'declines' });
    const approval = { ...one, verdict: 'approve' };
    expect(await previewTool('github_pr_review', approval)).toMatchObject({ approval: { required: 'client' } });
    await expect(callTool('github_pr_review', { ...approval, confirm: true })).rejects.toMatchObject({ code: 'rejected' });
    expect(questions).toHaveLength(1);
    expect(world.issue(repo, 1).pull?.reviews).toEqual([]);
  });

  it('is stale when somebody pushes before the confirmation', async () => {
    const { previewTool, callTool, push, sent } = await startPull(tools);
    await previewTool('github_pr_review', { ...one, verdict: 'approve' });
    await push('feature', 'backdoor.js');
    await expect(callTool('github_pr_review', { ...one, verdict: 'approve', confirm: true })).rejects.toMatchObject({
      code: 'stale',
    });
    expect(sent()).toEqual([]);
  });

  const comment = { verdict: 'comment', body: 'Hm.' };
  it.each([
    ['a commit that is not the head', { ...comment, commit: '0'.repeat(40) }, 'moved'],
    ['a line that the diff does not show', { ...comment, comments: [{ ...remark, line: 99 }] }, 'not_in_diff'],
    ['a range that begins outside', { ...comment, comments: [{ ...remark, start_line: 99 }] }, 'not_in_diff'],
    ['a file that is not changed', { ...comment, comments: [{ ...remark, path: 'README.md' }] }, 'not_in_diff'],
  ])('refuses %s', async (_what, review, reason) => {
    const { callTool, sent } = await startPull(tools);
    await expect(callTool('github_pr_review', { ...one, ...review })).rejects.toMatchObject({ details: { reason } });
    expect(sent()).toEqual([]);
  });

  it('gives no verdict on its own pull request, and none without a text', async () => {
    const { callTool, confirmTool } = await startPull(tools, { author: 'octo' });
    const approve = { ...one, verdict: 'approve' };
    await expect(callTool('github_pr_review', approve)).rejects.toMatchObject({ details: { reason: 'author' } });
    const changes = { ...one, verdict: 'request_changes' };
    await expect(callTool('github_pr_review', { ...changes, body: 'x' })).rejects.toMatchObject({
      details: { reason: 'author' },
    });
    await expect(callTool('github_pr_review', changes)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await confirmTool('github_pr_review', { ...one, ...comment })).toMatchObject({ outcome: { status: 'executed' } });
  });

  it('refuses what is closed', async () => {
    const { callTool, edit } = await startPull(tools);
    edit({ state: 'closed' });
    await expect(callTool('github_pr_review', { ...one, ...comment })).rejects.toMatchObject({ details: { reason: 'closed' } });
  });
});
