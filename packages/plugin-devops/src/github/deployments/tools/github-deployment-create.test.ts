import { githubFaults } from '@lineclear/testing/github';
import { describe, expect, it } from 'vitest';
import { lostAnswers } from '../../test/lost-answers.ts';
import { startGitHub } from '../../test/start-github.ts';
import { githubDeploymentCreate } from './github-deployment-create.ts';

const widgets = 'octo/widgets';
const tool = 'github_deployment_create';
const deploy = { repo: widgets, ref: 'main', environment: 'staging' };

const start = async () => {
  const started = await startGitHub([githubDeploymentCreate]);
  const { world } = started.sandbox;
  const { git, extras, statuses } = world.repository(widgets);
  const head = (await git.resolve('refs/heads/main')) ?? '';
  const report = (context: string, state: 'success' | 'failure' | 'pending') =>
    statuses.push({
      id: statuses.length + 1,
      sha: head,
      context,
      state,
      description: null,
      targetUrl: null,
      creator: 'octo',
      createdAtMs: 0,
    });
  return { ...started, world, git, head, report, deployments: () => [...extras.deployments.values()] };
};
type Started = Awaited<ReturnType<typeof start>>;

const somebodyDeploys = ({ world, head }: Started, id = 500) => {
  const body = { ref: 'main', environment: 'staging', task: 'deploy' };
  world
    .repository(widgets)
    .extras.deployments.set(id, { id, by: 'sam', createdAtMs: 1, updatedAtMs: 1, sha: head, statuses: [], body });
};

describe('github_deployment_create', () => {
  it('orders what was shown, without merging anything into it', async () => {
    const { confirmTool, head, deployments, sent, sandbox, report } = await start();
    report('ci', 'success');
    const { preview, outcome } = await confirmTool(tool, { ...deploy, description: 'Widgets 2' });
    expect(preview).toMatchObject({
      description: `Deploy "main" (${head.slice(0, 12)}) of octo/widgets to "staging" with test.`,
      risk: 'reversible',
      before: null,
      details: {
        ref: 'main',
        environment: 'staging',
        task: 'deploy',
        auto_merge: false,
        description: 'Widgets 2',
        statuses: { required: ['ci'] },
      },
      warnings: [expect.stringContaining('Nothing was deployed to "staging" before'), expect.stringContaining('is public')],
    });
    const [made] = deployments();
    expect(outcome).toMatchObject({ status: 'executed', result: { deployment_id: made?.id, commit: head, as_previewed: true } });
    expect(sandbox.http.unsafe()[0]?.json).toEqual({
      ref: 'main',
      environment: 'staging',
      task: 'deploy',
      auto_merge: false,
      description: 'Widgets 2',
    });
    expect(sent()).toEqual(['POST /repos/octo/widgets/deployments']);
  });

  it.each([
    ['an environment that is like production', { environment: 'eu-live' }, '"eu-live" counts as production.'],
    ['an environment that people use', { production: true }, '"staging" counts as production.'],
  ])('asks more for %s', async (_title, more, warning) => {
    const { previewTool } = await start();
    const preview = await previewTool(tool, { ...deploy, ...more });
    expect(preview).toMatchObject({ risk: 'destructive', warnings: expect.arrayContaining([warning]) });
  });

  it('says which failed checks do not count', async () => {
    const { confirmTool, report, deployments } = await start();
    report('ci', 'failure');
    const { preview } = await confirmTool(tool, { ...deploy, required_contexts: [] });
    expect(preview).toMatchObject({
      risk: 'destructive',
      warnings: expect.arrayContaining([
        'No status is required: a commit that fails its checks is deployed too.',
        'These statuses have failed and are not required: "ci".',
      ]),
    });
    expect(deployments()).toHaveLength(1);
  });

  it.each([
    ['failed', 'failure', { failed: ['ci'] }],
    ['are pending', 'pending', { pending: ['ci'] }],
  ] as const)('refuses a commit whose checks %s', async (_title, state, details) => {
    const { callTool, report, sent } = await start();
    report('ci', state);
    await expect(callTool(tool, deploy)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'checks', ...details } });
    expect(sent()).toEqual([]);
  });

  it('looks at every status, however many there are', async () => {
    const { callTool, report, sent } = await start();
    for (let index = 0; index < 120; index += 1) report(`shard ${index}`, 'success');
    report('ci', 'failure');
    await expect(callTool(tool, deploy)).rejects.toMatchObject({ details: { reason: 'checks', failed: ['ci'] } });
    expect(sent()).toEqual([]);
  });

  it('is stale when GitHub refuses for its checks', async () => {
    const { callTool, deployments } = await start();
    const wanted = { ...deploy, required_contexts: ['audit'] };
    expect(await callTool(tool, wanted)).toMatchObject({
      warnings: expect.arrayContaining(['No status has the name of these: "audit".']),
    });
    await expect(callTool(tool, { ...wanted, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(deployments()).toEqual([]);
  });

  it.each([
    ['the branch moved on', ({ world }: Started) => world.push(widgets, { branch: 'main', path: 'a', content: 'a' })],
    ['a check failed', ({ report }: Started) => report('ci', 'failure')],
    ['somebody else deployed', somebodyDeploys],
  ] as const)('is stale when %s', async (_title, drift) => {
    const started = await start();
    await started.callTool(tool, deploy);
    await drift(started);
    await expect(started.callTool(tool, { ...deploy, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(started.sent()).toEqual([]);
  });

  it.each(lostAnswers)('finds the deployment after an answer %s', async (_title, fault) => {
    const { confirmTool, sandbox, deployments, sent } = await start();
    sandbox.fail(fault, { method: 'POST', times: 1 });
    const { outcome } = await confirmTool(tool, deploy);
    expect(outcome).toMatchObject({ status: 'executed', result: { deployment_id: deployments()[0]?.id } });
    expect(sent()).toHaveLength(1);
  });

  it('does not take the deployment of somebody else for its own', async () => {
    const started = await start();
    await started.callTool(tool, deploy);
    const begin = () => {
      somebodyDeploys(started, 90_000);
      return true;
    };
    started.sandbox.fail(githubFaults.cut(), { method: 'POST', accepts: begin, times: 1 });
    await expect(started.callTool(tool, { ...deploy, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(started.sent()).toHaveLength(1);
  });

  it.each([
    [{ ...deploy, ref: 'nowhere' }, 'not_found'],
    [{ ...deploy, environment: 'a\u202eb' }, 'invalid_input'],
    [{ ...deploy, description: 'two\nlines' }, 'invalid_input'],
    [{ ...deploy, task: 'x; rm -rf /' }, 'invalid_input'],
    [{ repo: widgets, ref: 'main' }, 'invalid_input'],
  ])('refuses %j', async (input, code) => {
    const { callTool, sent } = await start();
    await expect(callTool(tool, input)).rejects.toMatchObject({ code });
    expect(sent()).toEqual([]);
  });
});
