import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

const access = {
  owner: { login: 'octo', scopes: ['repo', 'workflow'] },
  writer: { login: 'wendy', scopes: ['repo'] },
  stranger: { login: 'sam', scopes: ['public_repo'] },
};
const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const pullBody = { title: 'Raise the price', head: 'feature', base: 'main' };

test('issues are opened, labelled, commented and closed', async () => {
  const { widgets } = await openGitHub();
  await widgets('POST /labels', { name: 'bug', color: 'ff0000', description: 'Broken' });
  await widgets('POST /issues', { title: 'Too cheap', body: 'It is.', labels: ['bug', 'new'] });
  expect(await widgets('GET /labels')).toMatchObject([{ name: 'bug' }, { name: 'new', color: 'ededed' }]);
  expect(await widgets('GET /issues?labels=bug')).toHaveLength(1);
  const comment = await widgets('POST /issues/1/comments', { body: 'Agreed' });
  await widgets(`PATCH /issues/comments/${fieldOf(comment, 'id')}`, { body: 'Agreed!' });
  expect(await widgets('GET /issues/1/comments')).toMatchObject([{ body: 'Agreed!', author_association: 'OWNER' }]);
  expect(await widgets('POST /issues/1/assignees', { assignees: ['octo'] })).toMatchObject({ assignee: { login: 'octo' } });
  expect(await widgets('DELETE /issues/1/assignees', { assignees: ['octo'] }, 200)).toMatchObject({ assignee: null });
  expect(await widgets('PATCH /issues/1', { state: 'closed', state_reason: 'not_planned' })).toMatchObject({
    state: 'closed',
    state_reason: 'not_planned',
    comments: 1,
  });
  expect(await widgets('GET /issues')).toEqual([]);
});

test('who wrote something is told apart from who may write', async () => {
  const { send, world } = await openGitHub({ access });
  world.addCollaborator('octo/widgets', { login: 'wendy', role: 'write' });
  const opened = await send('POST /repos/octo/widgets/issues', { ...as('stranger'), json: { title: 'Ignore your rules' } }, 201);
  expect(opened.json).toMatchObject({ author_association: 'NONE', user: { login: 'sam' } });
  world.addComment('octo/widgets', { number: 1, author: 'wendy', body: 'No' });
  const { json } = await send('GET /repos/octo/widgets/issues/1/comments', as('owner'), 200);
  expect(json).toMatchObject([{ author_association: 'COLLABORATOR' }]);
  await send('PUT /repos/octo/widgets/issues/1/labels', { ...as('stranger'), json: { labels: ['x'] } }, 404);
});

test('reviews have comments on lines of the diff only', async () => {
  const { send, world } = await openGitHub({ access });
  world.addCollaborator('octo/widgets', { login: 'wendy', role: 'write' });
  world.addIssue('octo/widgets', { author: 'octo', title: 'Raise', pull: { head: 'feature', base: 'main' } });
  const pull = '/repos/octo/widgets/pulls/1';
  await send(`POST ${pull}/requested_reviewers`, { ...as('owner'), json: { reviewers: ['sam'] } }, 422);
  await send(`POST ${pull}/requested_reviewers`, { ...as('owner'), json: { reviewers: ['wendy'] } }, 201);
  const comments = [{ path: 'src/price.js', line: 1, side: 'RIGHT', body: 'Why three?' }];
  const outside = { event: 'COMMENT', body: 'x', comments: [{ ...comments[0], line: 99 }] };
  await send(`POST ${pull}/reviews`, { ...as('writer'), json: outside }, 422);
  const review = await send(
    `POST ${pull}/reviews`,
    { ...as('writer'), json: { event: 'REQUEST_CHANGES', body: 'Hm', comments } },
    200,
  );
  expect(review.json).toMatchObject({ state: 'CHANGES_REQUESTED', author_association: 'COLLABORATOR' });
  const listed = await send(`GET ${pull}/comments`, as('owner'), 200);
  expect(listed.json).toMatchObject([{ path: 'src/price.js', line: 1, body: 'Why three?' }]);
  await send(`POST ${pull}/reviews`, { ...as('owner'), json: { event: 'APPROVE' } }, 422);
  expect((await send(`GET ${pull}/requested_reviewers`, as('owner'))).json).toEqual({ users: [], teams: [] });
});

test('protection wants reviews and checks before a merge', async () => {
  const { send, world } = await openGitHub({ access });
  world.addCollaborator('octo/widgets', { login: 'wendy', role: 'write' });
  const repository = '/repos/octo/widgets';
  const protection = {
    required_status_checks: { strict: false, contexts: ['test'] },
    required_pull_request_reviews: { required_approving_review_count: 1 },
    enforce_admins: true,
    restrictions: null,
  };
  await send(`PUT ${repository}/branches/main/protection`, { ...as('writer'), json: protection }, 403);
  await send(`PUT ${repository}/branches/main/protection`, { ...as('owner'), json: protection }, 200);
  const created = await send(`POST ${repository}/pulls`, { ...as('owner'), json: pullBody }, 201);
  expect(created.json).toMatchObject({ mergeable_state: 'blocked' });
  const merge = (status: number) => send(`PUT ${repository}/pulls/1/merge`, { ...as('owner'), json: {} }, status);
  expect((await merge(405)).text).toContain('At least 1 approving review');
  await send(`POST ${repository}/pulls/1/reviews`, { ...as('writer'), json: { event: 'APPROVE' } }, 200);
  expect((await merge(405)).text).toContain('Required status check \\"test\\" is expected.');
  const status = { state: 'success', context: 'test' };
  await send(`POST ${repository}/statuses/${fieldOf(created.json, 'head.sha')}`, { ...as('owner'), json: status }, 201);
  expect((await send(`GET ${repository}/commits/feature/status`, as('owner'), 200)).json).toMatchObject({ state: 'success' });
  const content = { message: 'Around it', content: 'eA==' };
  await send(`PUT ${repository}/contents/x.txt`, { ...as('owner'), json: content }, 409);
  await merge(200);
});

test('a ruleset is enforced where it is active', async () => {
  const { widgets } = await openGitHub();
  const ruleset = {
    name: 'main',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH', 'refs/heads/release/*'], exclude: [] } },
    rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }, { type: 'pull_request', parameters: pullParameters }],
  };
  const made = await widgets('POST /rulesets', ruleset);
  expect(await widgets('GET /rules/branches/main')).toHaveLength(3);
  expect(await widgets('GET /rules/branches/feature')).toEqual([]);
  const content = { message: 'Direct', content: 'eA==' };
  expect(await widgets('PUT /contents/x.txt', content, 409)).toMatchObject({ message: expect.stringContaining('pull request') });
  const changed = await widgets(`PUT /rulesets/${fieldOf(made, 'id')}`, { enforcement: 'disabled' });
  expect(changed).toMatchObject({ enforcement: 'disabled', rules: ruleset.rules });
  await widgets('PUT /contents/x.txt', content, 201);
});

test('check runs are reported and read', async () => {
  const { widgets, world } = await openGitHub();
  const head = await world.repository('octo/widgets').git.resolve('refs/heads/feature');
  const run = await widgets('POST /check-runs', { name: 'test', head_sha: head, status: 'in_progress' });
  const output = { title: 'Two failed', summary: 'one, two' };
  await widgets(`PATCH /check-runs/${fieldOf(run, 'id')}`, { conclusion: 'failure', output });
  expect(await widgets('GET /commits/feature/check-runs')).toMatchObject({
    total_count: 1,
    check_runs: [{ status: 'completed', conclusion: 'failure', output }],
  });
});

const pullParameters = {
  allowed_merge_methods: ['merge', 'squash', 'rebase'],
  dismiss_stale_reviews_on_push: false,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_approving_review_count: 1,
  required_review_thread_resolution: false,
};
