import { expect, test } from 'vitest';
import { fieldOf, openGitHub } from './test/open.ts';

test('variables belong to the repository or to one environment', async () => {
  const { widgets } = await openGitHub();
  await widgets('POST /actions/variables', { name: 'region', value: 'eu' });
  await widgets('POST /actions/variables', { name: 'REGION', value: 'us' }, 409);
  await widgets('POST /environments/staging/variables', { name: 'REGION', value: 'us' }, 404);
  const policy = { protected_branches: true, custom_branch_policies: false };
  await widgets('PUT /environments/staging', { wait_timer: 30, deployment_branch_policy: policy });
  await widgets('POST /environments/staging/variables', { name: 'REGION', value: 'us' });
  await widgets('PATCH /actions/variables/REGION', { value: 'asia' }, 204);
  expect(await widgets('GET /actions/variables')).toMatchObject({
    total_count: 1,
    variables: [{ name: 'REGION', value: 'asia' }],
  });
  expect(await widgets('GET /environments/staging/variables/REGION')).toMatchObject({ value: 'us' });
  expect(await widgets('GET /environments')).toMatchObject({
    environments: [{ name: 'staging', deployment_branch_policy: policy }],
  });
  await widgets('DELETE /environments/staging');
  await widgets('GET /environments/staging', undefined, 404);
});

test('an environment wants approval, and lets named branches in', async () => {
  const { widgets, world } = await openGitHub();
  const { id } = world.repository('octo/widgets').owner;
  const policy = { protected_branches: false, custom_branch_policies: true };
  const reviewers = [
    { type: 'User', id },
    { type: 'Team', id: 5 },
  ];
  const rules = { wait_timer: 5, reviewers, prevent_self_review: true, deployment_branch_policy: policy };
  expect(await widgets('PUT /environments/live', rules)).toMatchObject({
    protection_rules: [
      { wait_timer: 5 },
      { prevent_self_review: true, reviewers: [{ reviewer: { login: 'octo' } }, { reviewer: { slug: 'team-5' } }] },
      { type: 'branch_policy' },
    ],
  });
  const policies = '/environments/live/deployment-branch-policies';
  const made = await widgets(`POST ${policies}`, { name: 'release/*' }, 200);
  expect(await widgets(`GET ${policies}`)).toMatchObject({
    total_count: 1,
    branch_policies: [{ name: 'release/*', type: 'branch' }],
  });
  await widgets(`DELETE ${policies}/${fieldOf(made, 'id')}`);
  await widgets('PUT /environments/live', {});
  expect(await widgets('GET /environments/live')).toMatchObject({ protection_rules: [], deployment_branch_policy: null });
  await widgets(`POST ${policies}`, { name: 'main' }, 404);
});

test('deploy keys and webhooks are added once', async () => {
  const { widgets } = await openGitHub();
  const key = { title: 'droplet', key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPl0', read_only: true };
  await widgets('POST /keys', { ...key, key: 'nonsense' }, 422);
  const added = await widgets('POST /keys', key);
  await widgets('POST /keys', key, 422);
  await widgets(`DELETE /keys/${fieldOf(added, 'id')}`);
  expect(await widgets('GET /keys')).toEqual([]);
  const config = { url: 'http://127.0.0.1:9/hook', content_type: 'json', secret: 'sesame' };
  const hook = await widgets('POST /hooks', { events: ['push'], config });
  expect(hook).toMatchObject({ active: true, config: { secret: '********' } });
  await widgets('POST /hooks', { config }, 422);
  expect(await widgets(`PATCH /hooks/${fieldOf(hook, 'id')}`, { active: false })).toMatchObject({
    active: false,
    events: ['push'],
  });
  expect(await widgets('GET /hooks')).toHaveLength(1);
});

test('a webhook keeps its secret where its configuration is changed, and loses it where it is sent anew', async () => {
  const { widgets, world } = await openGitHub();
  const config = { url: 'http://127.0.0.1:9/hook', content_type: 'json', secret: 'sesame' };
  const id = fieldOf(await widgets('POST /hooks', { config }), 'id');
  const moved = { url: 'http://127.0.0.1:9/other' };
  expect(await widgets(`PATCH /hooks/${id}/config`, moved)).toMatchObject({ ...moved, content_type: 'json', secret: '********' });
  await widgets(`POST /hooks/${id}/pings`, undefined, 204);
  expect(world.repository('octo/widgets').extras.hooks.get(Number(id))?.body).toMatchObject({ pings: 1 });
  await widgets(`PATCH /hooks/${id}`, { config: moved });
  expect(await widgets(`GET /hooks/${id}/config`)).not.toHaveProperty('secret');
});

test('collaborators are listed with what they may do', async () => {
  const { widgets, world } = await openGitHub();
  world.addCollaborator('octo/widgets', { login: 'ada', role: 'triage' });
  expect(await widgets('GET /collaborators')).toMatchObject([
    { login: 'octo', role_name: 'admin' },
    { login: 'ada', role_name: 'triage', permissions: { pull: true, triage: true, push: false } },
  ]);
  expect(await widgets('GET /collaborators?affiliation=outside')).toMatchObject([{ login: 'ada' }]);
  expect(await widgets('GET /collaborators?permission=admin')).toMatchObject([{ login: 'octo' }]);
});

test('deployments have a state, and releases make their tag', async () => {
  const { widgets, world } = await openGitHub();
  const deployment = `/deployments/${fieldOf(await widgets('POST /deployments', { ref: 'main', environment: 'staging' }), 'id')}`;
  await widgets(`POST ${deployment}/statuses`, { state: 'in_progress' });
  await widgets(`POST ${deployment}/statuses`, { state: 'success', description: 'live' });
  expect(await widgets(`GET ${deployment}/statuses`)).toMatchObject([
    { state: 'success', environment: 'staging' },
    { state: 'in_progress' },
  ]);
  expect(await widgets('GET /deployments?environment=staging')).toHaveLength(1);
  const release = await widgets('POST /releases', { tag_name: 'v1.0.0', name: 'One', body: 'First' });
  await widgets('POST /releases', { tag_name: 'v1.0.0' }, 422);
  const { git } = world.repository('octo/widgets');
  expect(await git.resolve('refs/tags/v1.0.0')).toBe(await git.resolve('refs/heads/main'));
  await widgets(`PATCH /releases/${fieldOf(release, 'id')}`, { prerelease: true });
  await widgets('GET /releases/latest', undefined, 404);
  expect(await widgets('GET /releases/tags/v1.0.0')).toMatchObject({ prerelease: true, name: 'One' });
});

test('the protection of a branch keeps people, teams and apps', async () => {
  const { widgets } = await openGitHub();
  const people = { users: ['ada'], teams: ['ops'], apps: ['bot'] };
  const protection = {
    required_status_checks: {
      strict: true,
      contexts: [],
      checks: [
        { context: 'test', app_id: 5 },
        { context: 'lint', app_id: -1 },
      ],
    },
    required_pull_request_reviews: { dismissal_restrictions: people, bypass_pull_request_allowances: people },
    restrictions: people,
    enforce_admins: true,
  };
  await widgets('PUT /branches/main/protection', protection);
  const shown = { users: [{ login: 'ada' }], teams: [{ slug: 'ops' }], apps: [{ slug: 'bot' }] };
  expect(await widgets('GET /branches/main/protection')).toMatchObject({
    required_status_checks: {
      checks: [
        { context: 'test', app_id: 5 },
        { context: 'lint', app_id: null },
      ],
    },
    required_pull_request_reviews: { dismissal_restrictions: shown, bypass_pull_request_allowances: shown },
    restrictions: shown,
  });
});
