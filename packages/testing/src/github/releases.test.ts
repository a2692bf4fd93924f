import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

test('a draft has no tag until it is published', async () => {
  const { widgets, world } = await openGitHub();
  const { git } = world.repository('octo/widgets');
  const draft = await widgets('POST /releases', { tag_name: 'v2.0.0', draft: true, target_commitish: 'feature' });
  expect(await git.resolve('refs/tags/v2.0.0')).toBe(undefined);
  await widgets('GET /releases/tags/v2.0.0', undefined, 404);
  await widgets(`PATCH /releases/${fieldOf(draft, 'id')}`, { draft: false });
  expect(await git.resolve('refs/tags/v2.0.0')).toBe(await git.resolve('refs/heads/feature'));
  expect(await widgets('GET /releases/tags/v2.0.0')).toMatchObject({ draft: false });
});

test('notes name what was merged, and are kept nowhere', async () => {
  const { widgets, world } = await openGitHub();
  const number = world.addIssue('octo/widgets', { author: 'sam', title: 'Dearer', pull: { head: 'feature', base: 'main' } });
  await widgets(`PUT /pulls/${number}/merge`, {});
  const notes = await widgets('POST /releases/generate-notes', { tag_name: 'v2.0.0', target_commitish: 'main' }, 200);
  expect(notes).toMatchObject({ name: 'v2.0.0', body: expect.stringContaining('* Dearer by @sam in #1') });
  expect(await widgets('GET /releases')).toEqual([]);
  await widgets('POST /releases/generate-notes', { tag_name: 'v2.0.0', target_commitish: 'nowhere' }, 404);
});

test('a deployment waits for the checks that are wanted', async () => {
  const { widgets } = await openGitHub();
  const sha = fieldOf(await widgets('GET /commits/main'), 'sha');
  await widgets(`POST /statuses/${sha}`, { state: 'failure', context: 'ci' });
  await widgets('POST /deployments', { ref: 'main' }, 409);
  await widgets('POST /deployments', { ref: 'main', required_contexts: ['audit'] }, 409);
  const made = await widgets('POST /deployments', {
    ref: 'main',
    required_contexts: [],
    environment: 'eu',
    production_environment: true,
  });
  expect(made).toMatchObject({ sha, environment: 'eu', production_environment: true });
});

test('a dispatch tells its run where it is asked to, and a run may be of a fork', async () => {
  const { widgets, world } = await openGitHub();
  const dispatched = await widgets('POST /actions/workflows/test.yml/dispatches', { ref: 'main', return_run_details: true }, 200);
  expect(await widgets(`GET /actions/runs/${fieldOf(dispatched, 'workflow_run_id')}`)).toMatchObject({
    event: 'workflow_dispatch',
  });
  await world.addRepository({ fullName: 'sam/widgets' });
  const run = { path: '.github/workflows/test.yml', branch: 'feature', event: 'pull_request', by: 'sam', fork: 'sam/widgets' };
  const id = await world.addRun('octo/widgets', run);
  expect(await widgets(`GET /actions/runs/${id}`)).toMatchObject({
    actor: { login: 'sam' },
    head_repository: { full_name: 'sam/widgets' },
    repository: { full_name: 'octo/widgets' },
  });
});
