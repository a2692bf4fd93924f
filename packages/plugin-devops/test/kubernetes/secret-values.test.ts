import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { password, shop, startBackend } from './backend.ts';

const start = async () => {
  const backend = await startBackend();
  const started = await startPlugin({ plugin: kubernetes, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  return { ...started, sandbox: backend.sandbox, world: backend.world };
};

const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');
const kept = { apiVersion: 'v1', kind: 'Secret', data: { password: base64(password) } };
const inside = JSON.stringify({ spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: password }] }] } });
const forms = [password, base64(password), base64(gzipSync(JSON.stringify(kept)))];

/** What is said of an object by whoever reads, or is about to delete it. */
const everySight = async ({ callTool, previewTool }: Awaited<ReturnType<typeof start>>, target: JsonObject) => [
  await callTool('k8s_get', target),
  await callTool('k8s_get', { ...target, path: ['metadata'] }),
  await callTool('k8s_describe', target),
  await callTool('k8s_list', { ...shop, kind: String(target['kind']) }),
  await previewTool('k8s_delete', { ...target, propagation: 'Background' }),
];

describe('a copy of a Secret', () => {
  it.each([
    ['kapp.k14s.io/original', JSON.stringify(kept)],
    ['objectset.rio.cattle.io/applied', base64(gzipSync(JSON.stringify(kept)))],
    ['example.com/note', base64(password)],
    ['kubectl.kubernetes.io/last-applied-configuration', JSON.stringify(kept)],
  ])('in its annotation %s is shown by no tool', async (name, text) => {
    const started = await start();
    const metadata = { name: 'kept', namespace: 'shop', annotations: { [name]: text, 'meta.helm.sh/release-name': 'shop' } };
    started.world.put({ ...kept, metadata });
    const said = JSON.stringify(await everySight(started, { ...shop, kind: 'Secret', name: 'kept' }));
    for (const form of forms) expect(said).not.toContain(form);
    expect(said).toContain('release-name');
  });

  it.each([
    ['kapp.k14s.io/original', inside],
    ['objectset.rio.cattle.io/applied', base64(gzipSync(JSON.stringify(kept)))],
    ['example.com/applied', inside],
  ])('in the annotation %s of another object is shown by no tool', async (name, text) => {
    const started = await start();
    const metadata = { name: 'other', namespace: 'shop', annotations: { [name]: text } };
    started.world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { colour: 'blue' } });
    const said = JSON.stringify(await everySight(started, { ...shop, kind: 'ConfigMap', name: 'other' }));
    for (const form of forms) expect(said).not.toContain(form);
  });

  it.each([
    ['settings.yaml', `database:\n  user: shop\n  password: ${password}\n`],
    ['settings.json', JSON.stringify({ database: { password, user: 'shop' } })],
    ['settings.env', `DB_PASSWORD="${password}"\nUSER=shop\n`],
    ['settings.ini', `[db]\npassword = ${password}\nuser = shop\n`],
    ['pod.yaml', `env:\n  - name: DB_PASSWORD\n    value: "${password}"\n  - name: A\n    value: shop\n`],
  ])('in the file %s of a ConfigMap is shown by no tool', async (file, text) => {
    const started = await start();
    started.world.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'files', namespace: 'shop' },
      data: { [file]: text },
    });
    const said = JSON.stringify(await everySight(started, { ...shop, kind: 'ConfigMap', name: 'files' }));
    expect(said).not.toContain(password);
    expect(said).toContain('shop');
  });
});

describe('what a program says before it ends', () => {
  it('is shown without the secrets that its own words mark', async () => {
    const started = await start();
    const message = `cannot log in: DB_PASSWORD=${password}, see postgres://shop:${password}@db/shop`;
    const state = { waiting: { reason: 'CrashLoopBackOff', message } };
    const lastState = { terminated: { exitCode: 1, reason: 'Error', message } };
    const status = {
      phase: 'Running',
      message,
      conditions: [{ type: 'Initialized', status: 'False', message }],
      containerStatuses: [{ name: 'app', ready: false, restartCount: 3, image: 'shop/one:1', imageID: '', state, lastState }],
    };
    const metadata = { name: 'ended', namespace: 'shop', uid: '1', resourceVersion: '1', labels: { app: 'ended' } };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'app', image: 'shop/one:1' }] }, status };
    const list = { apiVersion: 'v1', kind: 'PodList', metadata: {}, items: [pod] };
    const give = (body: JsonObject, ends: string) => {
      const answer = { kind: 'status' as const, status: 200, headers: { 'content-type': 'application/json' } };
      const accepts = ({ path }: { path: string }) => path.endsWith(ends);
      started.sandbox.fail({ ...answer, text: JSON.stringify(body) }, { method: 'GET', accepts });
    };
    give(pod, '/pods/ended');
    give(list, '/shop/pods');
    const target = { ...shop, kind: 'Pod', name: 'ended' };
    const sights = await everySight(started, target);
    const workload = { ...shop, kind: 'Deployment', name: 'web' };
    const said = JSON.stringify([
      ...sights,
      await started.callTool('k8s_describe', workload),
      await started.callTool('k8s_rollout_status', workload),
    ]);
    expect(said).toContain('cannot log in');
    expect(said).not.toContain(password);
  });

  it('is shown so in colours, too', async () => {
    const { callTool, world } = await start();
    world.log({ namespace: 'shop', pod: 'one', container: 'app' }, [
      `\u001b[36mpassword\u001b[0m=\u001b[33m${password}\u001b[0m`,
    ]);
    const said = JSON.stringify(await callTool('k8s_logs', { ...shop, name: 'one' }));
    expect(said).toContain('password=[');
    expect(said).not.toContain(password);
  });

  it('is shown so where a command prints its environment', async () => {
    const { confirmTool } = await start();
    const args = { ...shop, pod: 'one', command: ['printf', '%s\\n', `DB_PASSWORD=${password}`, 'COLOUR=blue'] };
    const { outcome } = await confirmTool('k8s_exec', args);
    const said = JSON.stringify(Object(outcome).result);
    expect(said).toContain('COLOUR=blue');
    expect(said).not.toContain(`DB_PASSWORD=${password}`);
  });
});

describe('a refusal of the cluster', () => {
  const refusal = (message: string) => ({
    kind: 'status' as const,
    status: 422,
    headers: { 'content-type': 'application/json' },
    text: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Status',
      status: 'Failure',
      reason: 'Invalid',
      code: 422,
      message,
      details: {},
    }),
  });
  const dumps = [
    `spec: Forbidden: pod updates may not change fields\n  core.PodSpec{\n  Env: []core.EnvVar{{Name: "DB_PASSWORD",\n- Value: "${password}",\n+ Value: "y"}}}`,
    `spec.template: Invalid value: core.PodTemplateSpec{Env:[]core.EnvVar{core.EnvVar{Name:"DB", Value:"${password}"}}}: field is immutable`,
    `spec.template: Invalid value: {"env":[{"name":"DB","value":"${password}"}]}: field is immutable`,
  ];

  it.each(dumps)('that shows the whole object is told without it: %j', async (message) => {
    const { answer, sandbox } = await start();
    sandbox.fail(refusal(message), { unsafe: true });
    const patch = { spec: { activeDeadlineSeconds: 60 } };
    const answered = await answer('k8s_patch', { ...shop, kind: 'Pod', name: 'one', type: 'merge', patch });
    expect(answered).toMatchObject({ kind: 'error', error: { code: 'invalid_input' } });
    expect(JSON.stringify(answered)).not.toContain(password);
    expect(JSON.stringify(answered)).toMatch(/field is immutable|may not change fields/);
  });

  it.each(['Secret', 'ConfigMap'])('of what was given as a secret is told without its words: %s', async (kind) => {
    const { answer, sandbox } = await start();
    sandbox.fail(refusal(`admission webhook "words" denied the request: ${password} is too weak`), { unsafe: true });
    const manifest = {
      apiVersion: 'v1',
      kind,
      metadata: { name: 'new', namespace: 'shop' },
      data: { password: base64(password) },
    };
    const answered = await answer('k8s_apply', { context: 'test', secret_manifest: JSON.stringify(manifest) });
    expect(answered).toMatchObject({ kind: 'error', error: { code: 'invalid_input', details: { reason: 'invalid' } } });
    expect(JSON.stringify(answered)).not.toContain(password);
  });
});
