import type { JsonObject } from '@lineclear/core/plugin';
import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { describe, expect, it } from 'vitest';
import { openShop, ticketOf, workload } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { nodeTools } from '../tools.ts';

const start = async () => {
  const started = await startKubernetes(nodeTools);
  const { world } = started.sandbox;
  openShop(started.sandbox);
  const { previewTool, approve, callTool } = started;
  /** Previews, has it approved outside of the model's reach, and confirms. */
  const confirm = async (tool: string, args: JsonObject) => {
    await approve(ticketOf(await previewTool(tool, args)));
    return callTool(tool, { ...args, confirm: true });
  };
  const podsOn = (node: string) => world.list('Pod').filter(({ spec }) => JSON.stringify(spec).includes(`"nodeName":"${node}"`));
  return { ...started, world, confirm, podsOn, node: () => world.get('Node', 'node-1')?.['spec'] };
};

const node = { context: 'test', node: 'node-1' };
const pod = (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'shop/app:1' }], ...spec },
});

describe('k8s_cordon', () => {
  it('closes a node and opens it without a trace', async () => {
    const { confirm, node: spec } = await start();
    expect(await confirm('k8s_cordon', { ...node, cordon: true })).toMatchObject({ result: { unschedulable: true } });
    expect(spec()).toMatchObject({ unschedulable: true });
    expect(await confirm('k8s_cordon', { ...node, cordon: false })).toMatchObject({ effect: { unschedulable_now: false } });
    expect(spec()).not.toHaveProperty('unschedulable');
  });

  it('refuses where there is nothing to do', async () => {
    const { answer } = await start();
    expect(await answer('k8s_cordon', { ...node, cordon: false })).toMatchObject({ error: { details: { reason: 'unchanged' } } });
  });
});

describe('k8s_drain', () => {
  it('names the pods that go, and moves them to other nodes', async () => {
    const { previewTool, confirm, podsOn, world } = await start();
    const before = podsOn('node-1').length;
    expect(before).toBeGreaterThan(0);
    const preview = await previewTool('k8s_drain', node);
    expect(preview).toMatchObject({
      description: `Drain Node "node-1" of "test" (test, tier development): ${before} pods are evicted, 0 stay.`,
      approval: { required: 'human' },
      details: { ignore_daemonsets: false, delete_emptydir_data: false, delete_unmanaged: false, timeout_s: 120 },
    });
    const outcome = await confirm('k8s_drain', node);
    expect(outcome).toMatchObject({
      result: { complete: true, remaining: [] },
      effect: { unschedulable_now: true, pods_now: 0 },
    });
    expect(podsOn('node-1')).toEqual([]);
    expect(world.list('Pod', 'shop')).toHaveLength(3);
  });

  it.each<[string, JsonObject, string]>([
    ['of no controller', pod('alone'), 'delete_unmanaged'],
    ['with data in an emptyDir', pod('cache', { volumes: [{ name: 'cache', emptyDir: {} }] }), 'delete_emptydir_data'],
    ['of a daemon set', workload({ kind: 'DaemonSet', name: 'agent' }), 'ignore_daemonsets'],
  ])('is refused for a pod %s until the input allows it', async (why, manifest, argument) => {
    const { answer, previewTool, world, sent } = await start();
    world.put(manifest);
    const refused = await answer('k8s_drain', node);
    expect(refused).toMatchObject({ error: { code: 'conflict', details: { reason: 'pods_in_the_way' } } });
    expect(JSON.stringify(refused)).toContain(`"why":"${why}","argument":"${argument}"`);
    const allowed = { ...node, [argument]: true, delete_unmanaged: true };
    expect(await previewTool('k8s_drain', allowed)).toMatchObject({ status: 'preview' });
    expect(sent().filter((line) => !line.includes('dryRun'))).toEqual([]);
  });

  it('leaves alone what the kubelet itself runs', async () => {
    const { previewTool, world } = await start();
    world.put(pod('mirror', {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }));
    const preview = await previewTool('k8s_drain', node);
    expect(JSON.stringify(preview['changes'])).toContain('= shop/mirror stays');
  });

  it('waits for a disruption budget no longer than it may, and tells what is left', async () => {
    const { previewTool, confirm, podsOn, world } = await start();
    world.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { minAvailable: 3, selector: { matchLabels: { app: 'web' } } },
    });
    const drain = { ...node, timeout_s: 1 };
    expect((await previewTool('k8s_drain', drain))['warnings']).toEqual([expect.stringContaining('disruption budget')]);
    const before = podsOn('node-1').length;
    const outcome = await confirm('k8s_drain', drain);
    expect(outcome).toMatchObject({ status: 'executed', result: { complete: false, left: [] } });
    expect(JSON.stringify(outcome)).toContain('a disruption budget keeps it');
    expect(podsOn('node-1')).toHaveLength(before);
  });

  it('is stale where another pod came', async () => {
    const { previewTool, approve, answer, world, sent } = await start();
    const drain = { ...node, delete_unmanaged: true };
    await approve(ticketOf(await previewTool('k8s_drain', drain)));
    world.put(pod('late'));
    expect(await answer('k8s_drain', { ...drain, confirm: true })).toMatchObject({ error: { code: 'stale' } });
    expect(sent().filter((line) => !line.includes('dryRun'))).toEqual([]);
  });

  it.each([
    ['the answer to an eviction is lost', { ...kubernetesFaults.lostAnswer() }, true],
    ['an eviction never arrives', { ...kubernetesFaults.cut() }, false],
  ])('where %s, looks at the pod and asks no second time', async (_, fault, complete) => {
    const { confirm, sandbox, sent } = await start();
    const accepts = ({ url }: { url: string }) => url.endsWith('/eviction');
    sandbox.fail(fault, { method: 'POST', accepts });
    const outcome = await confirm('k8s_drain', node);
    expect(outcome).toMatchObject({ result: { complete } });
    const evictions = sent().filter((line) => line.endsWith('/eviction'));
    expect(evictions).toHaveLength(new Set(evictions).size);
    if (!complete) expect(JSON.stringify(outcome)).toContain('which was not repeated');
  });
});
