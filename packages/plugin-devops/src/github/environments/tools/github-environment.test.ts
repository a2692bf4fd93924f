import type { JsonObject } from '@lineclear/core/plugin';
import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubEnvironmentDelete } from './github-environment-delete.ts';
import { githubEnvironmentList } from './github-environment-list.ts';
import { githubEnvironmentPut } from './github-environment-put.ts';

const repo = 'octo/widgets';
const environment = 'eu/Zürich';
const named = { repo, environment };
const path = '/repos/octo/widgets/environments/eu%2FZ%C3%BCrich';
const rules = { ...named, reviewers: ['ada'], prevent_self_review: true, wait_minutes: 10, branch_policy: 'protected' };

const start = async (options?: GitHubOptions) => {
  const started = await startGitHub([githubEnvironmentList, githubEnvironmentPut, githubEnvironmentDelete], options);
  const { world } = started.sandbox;
  for (const login of ['ada', 'grace']) world.addCollaborator(repo, { login, role: 'write' });
  const { environments, secrets, variables } = world.repository(repo).extras;
  const put = (args: JsonObject) => started.confirmTool('github_environment_put', { ...named, ...args });
  const list = async () => (await started.callTool('github_environment_list', { repo }))['environments'];
  return { ...started, environments, secrets, variables, put, list };
};

describe('github_environment_put', () => {
  it('creates an environment with what has to hold there', async () => {
    const { put, list, sent } = await start();
    const { preview, outcome } = await put(rules);
    const shown = {
      name: environment,
      wait_minutes: 10,
      reviewers: ['ada'],
      prevent_self_review: true,
      branch_policy: 'protected',
    };
    expect(preview).toMatchObject({
      description: 'Create the environment "eu/Zürich" of octo/widgets with test.',
      risk: 'reversible',
      before: null,
      details: { after: shown },
      warnings: [],
    });
    expect(outcome['result']).toEqual({ ...shown, patterns: [] });
    expect(await list()).toMatchObject([{ ...shown, other_rules: [] }]);
    expect(sent()).toEqual([`PUT ${path}`]);
  });

  it('keeps what is not named', async () => {
    const { put, list } = await start();
    await put(rules);
    const { preview } = await put({ wait_minutes: 30 });
    expect(preview).toMatchObject({ risk: 'reversible', before: { wait_minutes: 10 }, warnings: [] });
    expect(await list()).toMatchObject([
      { wait_minutes: 30, reviewers: ['ada'], prevent_self_review: true, branch_policy: 'protected' },
    ]);
  });

  it('says nothing of what is neither there nor wanted, which smaller plans refuse, and takes away what is there', async () => {
    const { put, sandbox } = await start();
    const bodies = () => sandbox.http.unsafe().map(({ json }) => json);
    await put({ branch_policy: 'protected' });
    const policy = { protected_branches: true, custom_branch_policies: false };
    expect(bodies()).toEqual([{ deployment_branch_policy: policy }]);
    await put({ wait_minutes: 5, reviewers: ['ada'] });
    await put({ wait_minutes: 0, reviewers: [] });
    expect(bodies().at(-1)).toEqual({
      wait_timer: 0,
      reviewers: [],
      prevent_self_review: false,
      deployment_branch_policy: policy,
    });
  });

  it('lets named branches and tags in, and takes others out, one step after the other', async () => {
    const { put, list, sent } = await start();
    await put({ branch_policy: 'patterns', patterns: ['main', 'release/*', 'tag:v*'] });
    expect(await list()).toMatchObject([{ branch_policy: 'patterns', patterns: ['main', 'release/*', 'tag:v*'] }]);
    const before = sent().length;
    const { preview } = await put({ branch_policy: 'patterns', patterns: ['main', 'hotfix/*'] });
    expect(preview).toMatchObject({ risk: 'destructive', warnings: ['Weaker: More may be deployed: hotfix/*.'] });
    expect(await list()).toMatchObject([{ patterns: ['hotfix/*', 'main'] }]);
    const methods = sent().map((line) => line.split(' ')[0]);
    expect([methods.slice(0, before), methods.slice(before)]).toEqual([
      ['PUT', 'POST', 'POST', 'POST'],
      ['PUT', 'POST', 'DELETE', 'DELETE'],
    ]);
  });

  it('takes a team as a reviewer', async () => {
    const { put, list, sandbox } = await start();
    sandbox.fail(githubFaults.status(200, { id: 5, slug: 'ops' }), { path: '/orgs/octo/teams/ops' });
    await put({ reviewers: ['team/ops'] });
    expect(await list()).toMatchObject([{ reviewers: ['team/team-5'] }]);
  });

  it.each([
    [{ reviewers: [] }, 'Nobody has to approve a deployment any more.'],
    [{ reviewers: ['ada', 'grace'] }, 'Others may approve: grace.'],
    [{ prevent_self_review: false }, 'Who deploys may approve it.'],
    [{ wait_minutes: 0 }, 'It waits 0 minutes, not 10.'],
    [{ branch_policy: 'all' }, 'Which branches may be deployed: all, not protected any more.'],
  ])('names what gets weaker with %j, and asks for more', async (change, text) => {
    const { put, previewTool } = await start();
    await put(rules);
    const preview = await previewTool('github_environment_put', { ...named, ...change });
    expect(preview).toMatchObject({ risk: 'destructive', approval: { required: 'client' } });
    expect(preview['warnings']).toContain(`Weaker: ${text}`);
  });

  it.each(lostAnswers)('finds out that it took effect after an answer %s, and sends nothing again', async (_title, fault) => {
    const { put, sandbox, sent } = await start();
    sandbox.fail(fault, { method: 'PUT' });
    expect((await put(rules)).outcome).toMatchObject({ status: 'executed', result: { reviewers: ['ada'] } });
    expect(sent()).toEqual([`PUT ${path}`]);
  });

  it('tells how far it came where a later step fails, and does not claim the rest', async () => {
    const { callTool, sandbox } = await start();
    const args = { ...named, branch_policy: 'patterns', patterns: ['main', 'release/*'] };
    sandbox.fail(githubFaults.badGateway(), { method: 'POST', accepts: ({ body }) => body.includes('release') });
    await callTool('github_environment_put', args);
    await expect(callTool('github_environment_put', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'unknown_outcome',
      details: { steps_done: ['set the rules of the environment', 'let main be deployed'] },
    });
  });

  it('is stale when somebody changes the rules meanwhile', async () => {
    const { callTool, environments, sent } = await start();
    await callTool('github_environment_put', rules);
    environments.set(environment, { id: 1, by: 'ada', createdAtMs: 0, updatedAtMs: 0, body: { wait_timer: 1 } });
    await expect(callTool('github_environment_put', { ...rules, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });

  it('asks for no account where the profile does not reach the repository', async () => {
    const { callTool, sandbox } = await start({ settings: { repositories: ['octo/other'] } });
    await expect(callTool('github_environment_put', rules)).rejects.toMatchObject({ code: 'forbidden' });
    expect(sandbox.http.requests).toEqual([]);
  });

  it.each([
    ['a reviewer who is not there', { reviewers: ['nobody'] }, 'not_found'],
    ['patterns without the policy', { patterns: ['main'] }, 'invalid_input'],
    ['the policy without patterns', { branch_policy: 'patterns' }, 'invalid_input'],
    ['a name that would lead elsewhere', { environment: '..' }, 'invalid_input'],
    ['a name with invisible characters', { environment: 'live\u202E' }, 'invalid_input'],
  ])('refuses %s', async (_title, change, code) => {
    const { callTool, sent } = await start();
    await expect(callTool('github_environment_put', { ...named, ...change })).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });
});

describe('github_environment_list', () => {
  it('pages', async () => {
    const { callTool, environments } = await start();
    expect(await callTool('github_environment_list', { repo })).toEqual({ environments: [], next_page: null });
    for (const name of ['a', 'b']) environments.set(name, { id: 1, by: 'ada', createdAtMs: 0, updatedAtMs: 0, body: {} });
    const first = await callTool('github_environment_list', { repo, limit: 1 });
    expect(first).toMatchObject({ environments: [{ name: 'a', branch_policy: 'all', reviewers: [] }], next_page: 2 });
    expect(await callTool('github_environment_list', { repo, limit: 1, page: 2 })).toMatchObject({ next_page: null });
  });
});

describe('github_environment_delete', () => {
  const value = { name: 'A', value: 'sesame-value', createdAtMs: 0, updatedAtMs: 0 };

  it.each([['that arrives', undefined] as const, ...lostAnswers])('deletes it, after an answer %s', async (_title, fault) => {
    const { put, secrets, confirmTool, sandbox, environments, sent } = await start();
    await put({});
    secrets.set(`${environment}/A`, value);
    if (fault !== undefined) sandbox.fail(fault, { method: 'DELETE' });
    const { preview, outcome } = await confirmTool('github_environment_delete', named);
    expect(preview).toMatchObject({
      description: 'Delete the environment "eu/Zürich" of octo/widgets with test: secrets 1, variables 0.',
      before: { secrets: ['A'], variables: [] },
    });
    expect(outcome).toMatchObject({ status: 'executed', result: { deleted: environment } });
    expect([environments.size, sent().at(-1)]).toEqual([0, `DELETE ${path}`]);
  });

  it('is stale when it has more in it meanwhile, and refused where there is none', async () => {
    const { put, variables, callTool, sent } = await start();
    await expect(callTool('github_environment_delete', named)).rejects.toMatchObject({ code: 'not_found' });
    await put({});
    await callTool('github_environment_delete', named);
    variables.set(`${environment}/A`, value);
    await expect(callTool('github_environment_delete', { ...named, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toHaveLength(1);
  });
});
