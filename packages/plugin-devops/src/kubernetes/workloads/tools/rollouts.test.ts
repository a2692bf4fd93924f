import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { openShop, web, webDeployment, workload } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { workloadTools } from '../tools.ts';

const start = async () => {
  const started = await startKubernetes(workloadTools);
  openShop(started.sandbox);
  const { world } = started.sandbox;
  const deployment = (): JsonObject => world.get('Deployment', 'web', 'shop') ?? {};
  return { ...started, world, deployment };
};
const path = 'PATCH /apis/apps/v1/namespaces/shop/deployments/web?fieldManager=lineclear';
const limits = { containers: [{ name: 'web', limits: { cpu: '2', memory: '4Gi' } }] };

describe('k8s_rollout_restart', () => {
  it('gives the pods a new template as kubectl does, and the deployment the plan', async () => {
    const { confirmTool, deployment, sent } = await start();
    const { outcome, receipt } = await confirmTool('k8s_rollout_restart', web);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(outcome).toMatchObject({ status: 'executed', result: { restarted_at: time } });
    expect(deployment()).toMatchObject({
      metadata: { annotations: { 'lineclear.dev/plan': receipt['plan_id'] } },
      spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': time } } } },
    });
    expect(JSON.stringify(deployment()['spec'])).not.toContain('lineclear.dev');
    expect(sent()).toEqual([path]);
  });

  it('refuses a deployment whose rollout is paused', async () => {
    const { answer, world } = await start();
    world.put(workload({ spec: { paused: true } }));
    const refused = { error: { code: 'conflict', details: { reason: 'paused' } } };
    expect(await answer('k8s_rollout_restart', web)).toMatchObject(refused);
  });

  it('warns where all pods end at once', async () => {
    const { previewTool, world } = await start();
    world.put(workload({ spec: { strategy: { type: 'Recreate' } } }));
    const { warnings } = await previewTool('k8s_rollout_restart', web);
    expect(warnings).toEqual([expect.stringContaining('Recreate')]);
  });
});

describe('k8s_rollout_undo', () => {
  const secondRevision = async () => {
    const started = await start();
    started.world.put(workload({ image: 'shop/web:2' }));
    return started;
  };

  it('shows what changes in the template, without secrets, and the way forward again', async () => {
    const { previewTool } = await secondRevision();
    const preview = await previewTool('k8s_rollout_undo', web);
    expect(preview).toMatchObject({
      description: expect.stringContaining('Bring back revision 1 of Deployment "web"'),
      before: { revision: 2 },
      details: { to_revision: 1, undo: 'k8s_rollout_undo to_revision 2' },
    });
    expect(preview['changes']).toMatch(/-\s+image: shop\/web:2\n\+\s+image: shop\/web:1/);
    expect(JSON.stringify(preview)).not.toContain('sesame');
  });

  it('brings the template back without the label of its old pods', async () => {
    const { confirmTool, deployment, world } = await secondRevision();
    const { outcome } = await confirmTool('k8s_rollout_undo', { ...web, to_revision: 1 });
    expect(outcome).toMatchObject({ status: 'executed', result: { revision: 1 } });
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ image: 'shop/web:1' }] } };
    expect(deployment()).toMatchObject({ spec: { template } });
    expect(JSON.stringify(deployment()['spec'])).not.toContain('pod-template-hash');
    const images = world.list('Pod', 'shop').map((pod) => JSON.stringify(pod['spec']));
    expect(images.every((spec) => spec.includes('shop/web:1'))).toBe(true);
  });

  it('is stale where a third revision came', async () => {
    const { previewTool, answer, world, sent } = await secondRevision();
    await previewTool('k8s_rollout_undo', web);
    world.put(workload({ image: 'shop/web:3' }));
    const confirmed = await answer('k8s_rollout_undo', { ...web, confirm: true });
    expect(confirmed).toMatchObject({ error: { code: 'stale' } });
    expect(sent()).toEqual([]);
  });

  it.each([
    ['a revision that is not kept', 7, 'not_found'],
    ['the revision that it is in', 2, 'conflict'],
  ])('refuses %s', async (_, revision, code) => {
    const { answer } = await secondRevision();
    const asked = await answer('k8s_rollout_undo', { ...web, to_revision: revision });
    expect(asked).toMatchObject({ error: { code } });
  });
});

describe('k8s_rollout_pause and k8s_rollout_resume', () => {
  it('leave no trace of the pause behind', async () => {
    const { confirmTool, deployment } = await start();
    await confirmTool('k8s_rollout_pause', webDeployment);
    expect(deployment()).toMatchObject({ spec: { paused: true } });
    const { outcome } = await confirmTool('k8s_rollout_resume', webDeployment);
    expect(outcome).toMatchObject({ result: { paused: false } });
    expect(deployment()['spec']).not.toHaveProperty('paused');
  });

  it.each([
    ['k8s_rollout_pause', true],
    ['k8s_rollout_resume', false],
  ])('%s refuses where there is nothing to do', async (tool, paused) => {
    const { answer, world } = await start();
    world.put(workload({ spec: paused ? { paused } : {} }));
    const refused = { error: { code: 'conflict', details: { reason: 'unchanged' } } };
    expect(await answer(tool, webDeployment)).toMatchObject(refused);
  });
});

describe('k8s_set_resources', () => {
  it('shows the diff that the server answers, and changes what is named', async () => {
    const { previewTool, confirmTool, deployment, sandbox } = await start();
    const preview = await previewTool('k8s_set_resources', { ...web, ...limits });
    expect(preview).toMatchObject({ description: expect.stringContaining('its pods are replaced'), details: limits });
    expect(preview['changes']).toContain('memory: 4Gi');
    expect(sandbox.sent().filter((line) => line.startsWith('PATCH') && !line.includes('dryRun=All'))).toEqual([]);
    await confirmTool('k8s_set_resources', { ...web, ...limits });
    const requests = { containers: [{ name: 'web', requests: { cpu: '250m' } }] };
    const { outcome } = await confirmTool('k8s_set_resources', { ...web, ...requests });
    expect(outcome).toMatchObject({ result: { rollout: true } });
    const resources = { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '250m' } };
    expect(deployment()).toMatchObject({ spec: { template: { spec: { containers: [{ name: 'web', resources }] } } } });
  });

  it.each<[string, JsonObject, string]>([
    ['a container that is not there', { name: 'db', limits: { cpu: '1' } }, 'not_found'],
    ['a request above its limit', { name: 'web', limits: { cpu: '500m' }, requests: { cpu: '1' } }, 'invalid_input'],
    ['what is no quantity', { name: 'web', limits: { cpu: 'much' } }, 'invalid_input'],
    ['nothing to set', { name: 'web' }, 'invalid_input'],
  ])('refuses %s', async (_, container, code) => {
    const { answer } = await start();
    expect(await answer('k8s_set_resources', { ...web, containers: [container] })).toMatchObject({ error: { code } });
  });
});

const writes: readonly [string, JsonObject][] = [
  ['k8s_rollout_restart', web],
  ['k8s_rollout_pause', webDeployment],
  ['k8s_set_resources', { ...web, ...limits }],
];

it.each(writes)('%s is stale for another template', async (tool, input) => {
  const { previewTool, answer, world, sent } = await start();
  await previewTool(tool, input);
  world.put(workload({ image: 'shop/web:2' }));
  expect(await answer(tool, { ...input, confirm: true })).toMatchObject({ error: { code: 'stale' } });
  expect(sent().filter((line) => !line.includes('dryRun=All'))).toEqual([]);
});
