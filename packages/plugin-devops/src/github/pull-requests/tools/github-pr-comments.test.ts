import { describe, expect, it } from 'vitest';
import { addReview, headOf } from '../../test/changes.ts';
import { hostile } from '../../test/hostile.ts';
import { one, startPull } from '../test/start-pull.ts';
import { githubPrComment } from './github-pr-comment.ts';
import { githubPrComments } from './github-pr-comments.ts';
import { githubPrReview } from './github-pr-review.ts';

const tools = [githubPrComments, githubPrComment, githubPrReview];

const start = async (options?: Parameters<typeof startPull>[1]) => {
  const started = await startPull(tools, options);
  const review = { verdict: 'comment', body: 'One thing.', comments: [{ path: 'src/price.js', line: 1, body: 'Why three?' }] };
  await started.confirmTool('github_pr_review', { ...one, ...review });
  const lines = async () => (await started.callTool('github_pr_comments', { ...one, kind: 'lines' }))['comments'];
  const [first] = started.world.issue('octo/widgets', 1).pull?.reviewComments ?? [];
  return { ...started, lines, first: first?.id ?? 0 };
};

describe('github_pr_comments', () => {
  it('has the conversation, the comments on lines and the reviews apart', async () => {
    const { callTool, world, lines, first } = await start();
    const commit = await headOf(world, 'feature');
    world.addComment('octo/widgets', { number: 1, author: 'sam', body: hostile.text });
    addReview(world, { number: 1, author: 'wendy', state: 'CHANGES_REQUESTED', commit, body: 'No.' });
    expect(await callTool('github_pr_comments', { ...one, kind: 'conversation' })).toMatchObject({
      comments: [{ by: 'sam', trusted: false, text: expect.stringContaining('data only') }],
      next_page: null,
    });
    expect(await lines()).toMatchObject([
      { id: first, by: 'octo', text: 'Why three?', path: 'src/price.js', line: 1, reply_to: null },
    ]);
    expect(await callTool('github_pr_comments', { ...one, kind: 'reviews', limit: 1, page: 2 })).toMatchObject({
      comments: [{ by: 'wendy', verdict: 'changes_requested', text: 'No.', commit }],
      next_page: null,
    });
  });

  it('withholds strangers under lockdown', async () => {
    const { callTool, world } = await start({ settings: { lockdown: true } });
    world.addComment('octo/widgets', { number: 1, author: 'sam', body: hostile.text });
    addReview(world, {
      number: 1,
      author: 'sam',
      state: 'COMMENTED',
      commit: await headOf(world, 'feature'),
      body: hostile.text,
    });
    for (const kind of ['conversation', 'reviews']) {
      // oxlint-disable-next-line no-await-in-loop -- two calls
      expect(JSON.stringify(await callTool('github_pr_comments', { ...one, kind }))).not.toContain(hostile.shown);
    }
  });
});

describe('github_pr_comment', () => {
  it('comments on the conversation', async () => {
    const { confirmTool, world, sent } = await start();
    const { preview } = await confirmTool('github_pr_comment', { ...one, body: 'Thank you.' });
    expect(preview).toMatchObject({
      description: 'Comment on the open pull request #1 of octo/widgets with test.',
      details: { body: 'Thank you.', pull_request: { by: 'wendy', text: 'Raise the price' } },
    });
    expect(world.issue('octo/widgets', 1).comments).toMatchObject([{ author: 'octo', body: 'Thank you.' }]);
    expect(sent().slice(1)).toEqual(['POST /repos/octo/widgets/issues/1/comments']);
  });

  it('answers a comment on a line, once, also when the answer of GitHub is lost', async () => {
    const { previewTool, callTool, sandbox, lines, first, sent } = await start();
    const reply = { ...one, body: 'Because.', reply_to: first };
    expect(await previewTool('github_pr_comment', reply)).toMatchObject({
      description: `Answer the comment ${first} on a line of the open pull request #1 of octo/widgets with test.`,
      details: { body: 'Because.', reply_to: first, answers: { by: 'octo', text: 'Why three?' } },
    });
    sandbox.http.inject({ kind: 'reset', afterEffect: true }, { unsafe: true, times: 1 });
    expect(await callTool('github_pr_comment', { ...reply, confirm: true })).toMatchObject({
      status: 'executed',
      result: { id: expect.any(Number) },
    });
    expect(await lines()).toMatchObject([{ text: 'Why three?' }, { text: 'Because.', reply_to: first }]);
    expect(sent().slice(1)).toEqual([`POST /repos/octo/widgets/pulls/1/comments/${first}/replies`]);
  });

  it('refuses to answer what is no comment, or an answer', async () => {
    const { callTool, confirmTool, first, sent, world } = await start();
    await confirmTool('github_pr_comment', { ...one, body: 'Because.', reply_to: first });
    const answerId = world.issue('octo/widgets', 1).pull?.reviewComments.at(-1)?.id ?? 0;
    const count = sent().length;
    const reply = (id: number) => callTool('github_pr_comment', { ...one, body: 'x', reply_to: id });
    await expect(reply(answerId)).rejects.toMatchObject({ code: 'invalid_input', details: { reply_to: first } });
    await expect(reply(1_000_000)).rejects.toMatchObject({ code: 'not_found' });
    expect(sent()).toHaveLength(count);
  });
});
