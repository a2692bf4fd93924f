import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { expect, it } from 'vitest';
import { openShop, ticketOf } from '../../test/web.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { applyTools } from '../tools.ts';

const start = async () => {
  const started = await startKubernetes(applyTools);
  openShop(started.sandbox);
  const { sandbox, sent } = started;
  // A dry run changes nothing.
  const writes = () => sent().filter((line) => !line.includes('dryRun=All'));
  return { ...started, world: sandbox.world, writes };
};

const config = (colour: string, name = 'colours') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\ndata: { colour: ${colour} }\n`;
const replicas = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 9 }\n';
const secretOf = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: db, namespace: shop }\nstringData: { password: ${value} }\n`;
const input = (manifest: string) => ({ context: 'test', manifest });
const patchOf = (kind: string, name: string) =>
  `PATCH /api/v1/namespaces/shop/${kind}/${name}?fieldManager=lineclear&force=false`;

it('shows what is made and what changes, then applies every object once', async () => {
  const { previewTool, callTool, confirmTool, world, writes } = await start();
  await confirmTool('k8s_apply', input(config('red')));
  const both = input(`${config('blue')}---\n${config('green', 'more')}`);
  const preview = await previewTool('k8s_apply', both);
  expect(preview).toMatchObject({
    description: 'Apply 2 objects to "test" (test, tier development): 1 to create, 1 to change, 0 to leave.',
    risk: 'reversible',
    changes: [expect.stringContaining('-  colour: red\n+  colour: blue'), expect.stringContaining('+  colour: green')],
  });
  const outcome = await callTool('k8s_apply', { ...both, confirm: true });
  const applied = ['test/shop/ConfigMap/colours', 'test/shop/ConfigMap/more'];
  expect(outcome).toMatchObject({ status: 'executed', result: { applied, failed: null, not_tried: [] } });
  expect(world.get('ConfigMap', 'more', 'shop')).toMatchObject({ data: { colour: 'green' } });
  expect(writes()).toEqual([patchOf('configmaps', 'colours'), patchOf('configmaps', 'colours'), patchOf('configmaps', 'more')]);
});

it('says whose fields an apply would take, and takes them only by force', async () => {
  const { answer, previewTool, confirmTool, world } = await start();
  expect(await answer('k8s_apply', input(replicas))).toMatchObject({
    error: {
      code: 'conflict',
      details: { reason: 'field_conflict', conflicts: [{ field: '.spec.replicas', manager: 'sandbox' }] },
    },
  });
  const forced = { ...input(replicas), force: true };
  expect(await previewTool('k8s_apply', forced)).toMatchObject({
    risk: 'destructive',
    approval: { required: 'client' },
    warnings: ['Fields that others set are taken over: ".spec.replicas" of "sandbox".'],
  });
  await confirmTool('k8s_apply', forced);
  expect(world.get('Deployment', 'web', 'shop')).toMatchObject({ spec: { replicas: 9 } });
});

it('shows no value of a Secret anywhere, and refuses one where records would keep it', async () => {
  const { answer, previewTool, approve, callTool, world, log } = await start();
  expect(await answer('k8s_apply', input(secretOf('hunter2-hunter2')))).toMatchObject({ error: { code: 'invalid_input' } });
  const secret = { context: 'test', secret_manifest: secretOf('open-sesame-9') };
  const preview = await previewTool('k8s_apply', secret);
  expect(preview['changes']).toEqual([expect.stringMatching(/password: .*\[13 bytes, digest [0-9a-f]{10}\]/)]);
  await approve(ticketOf(preview));
  const outcome = await callTool('k8s_apply', { ...secret, confirm: true });
  expect(world.get('Secret', 'db', 'shop')).toMatchObject({ data: { password: btoa('open-sesame-9') } });
  expect(JSON.stringify([preview, outcome, log])).not.toContain('open-sesame');
});

it('shows no value of any kind that is given with the Secrets', async () => {
  const { previewTool } = await start();
  const preview = await previewTool('k8s_apply', { context: 'test', secret_manifest: config('open-sesame-9') });
  expect(preview['changes']).toEqual([expect.stringMatching(/colour: .*\[13 bytes, digest [0-9a-f]{10}\]/)]);
  expect(JSON.stringify(preview)).not.toContain('open-sesame');
});

it('checks what it can of objects whose namespace it makes itself', async () => {
  const { previewTool, approve, callTool, world } = await start();
  const args = {
    context: 'test',
    secret_manifest: secretOf('open-sesame-9').replace('shop', 'new'),
    manifest: `${config('red').replace('shop', 'new')}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: new }\n`,
  };
  const preview = await previewTool('k8s_apply', args);
  expect(preview['warnings']).toEqual([
    expect.stringMatching(/^Secret "db" .* its namespace does not exist yet/),
    expect.stringMatching(/^ConfigMap "colours" .* its namespace does not exist yet/),
  ]);
  await approve(ticketOf(preview));
  const outcome = await callTool('k8s_apply', { ...args, confirm: true });
  expect(outcome).toMatchObject({
    result: { applied: ['test/-/Namespace/new', 'test/new/Secret/db', 'test/new/ConfigMap/colours'], failed: null },
  });
  expect(world.get('ConfigMap', 'colours', 'new')).toMatchObject({ data: { colour: 'red' } });
});

it.each([
  ['a kind without a namespace that has one', config('red').replace(', namespace: shop', ''), 'scope'],
  ['a kind that the cluster does not have', config('red').replace('ConfigMap', 'Colour'), 'no_kind'],
])('refuses %s before anything is sent', async (_, manifest, reason) => {
  const { answer, writes } = await start();
  const refused = await answer('k8s_apply', input(manifest));
  expect(refused).toMatchObject({ kind: 'error', error: { details: { reason } } });
  expect(writes()).toEqual([]);
});

it('is stale for an object that changed, and for one that appeared', async () => {
  const { previewTool, answer, world, writes } = await start();
  const body = (colour: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'colours', namespace: 'shop' },
    data: { other: colour },
  });
  for (const colour of ['red', 'blue']) {
    // oxlint-disable no-await-in-loop -- first it appears, then it changes
    await previewTool('k8s_apply', input(config('green')));
    world.put(body(colour));
    const confirmed = await answer('k8s_apply', { ...input(config('green')), confirm: true });
    expect(confirmed).toMatchObject({ error: { code: 'stale' } });
    // oxlint-enable no-await-in-loop
  }
  expect(writes()).toEqual([]);
});

it('tells which objects were applied where a later one is refused', async () => {
  const { previewTool, callTool, sandbox } = await start();
  const both = input(`${config('red')}---\n${config('green', 'more')}`);
  await previewTool('k8s_apply', both);
  const path = '/api/v1/namespaces/shop/configmaps/more';
  const accepts = ({ url }: { url: string }) => !url.includes('dryRun');
  sandbox.fail(kubernetesFaults.busy(), { method: 'PATCH', path, accepts });
  const outcome = await callTool('k8s_apply', { ...both, confirm: true });
  expect(outcome).toMatchObject({
    status: 'executed',
    result: {
      applied: ['test/shop/ConfigMap/colours'],
      failed: { object: 'test/shop/ConfigMap/more', code: 'rate_limited' },
      not_tried: [],
    },
  });
});

it.each([
  ['502', kubernetesFaults.badGateway({ afterEffect: true })],
  ['cut connection', kubernetesFaults.lostAnswer()],
])('after a %s finds what was applied by its plan', async (_, fault) => {
  const { previewTool, answer, sandbox, writes } = await start();
  await previewTool('k8s_apply', input(config('red')));
  sandbox.fail(fault, { method: 'PATCH', times: 1, accepts: ({ url }) => !url.includes('dryRun') });
  const confirmed = await answer('k8s_apply', { ...input(config('red')), confirm: true });
  expect(confirmed).toMatchObject({ value: { status: 'executed', result: { failed: null } } });
  expect(writes()).toHaveLength(1);
});
