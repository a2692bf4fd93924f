import { expect, test } from 'vitest';
import { listAt, textAt } from './model/object.ts';
import { configMap, deployment, openCluster } from './test/open.ts';

const path = '/api/v1/namespaces/default/configmaps';

test('keeps what is created, with an identity and a version', async () => {
  const { send } = await openCluster();
  const created = await send(`POST ${path}`, 201, { body: configMap('c', { a: '1' }) });
  expect(created).toMatchObject({ kind: 'ConfigMap', data: { a: '1' }, metadata: { name: 'c', namespace: 'default' } });
  expect(textAt(created, 'metadata', 'uid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await send(`GET ${path}/c`, 200)).toEqual(created);
  expect(await send(`POST ${path}`, 409, { body: configMap('c', {}) })).toMatchObject({ reason: 'AlreadyExists' });
});

test('keeps the texts of a secret as data only', async () => {
  const { send } = await openCluster();
  const secrets = '/api/v1/namespaces/default/secrets';
  const secret = (text: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: text } });
  for (const [line, status, text, data] of [
    [`POST ${secrets}`, 201, 'a', 'YQ=='],
    [`PUT ${secrets}/s`, 200, 'b', 'Yg=='],
  ] as const) {
    const kept = await send(line, status, { body: secret(text) });
    expect([kept['data'], kept['stringData'], kept['type']]).toEqual([{ key: data }, undefined, 'Opaque']);
  }
});

test('makes up the end of a name', async () => {
  const { send } = await openCluster();
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'c-' } };
  expect(textAt(await send(`POST ${path}`, 201, { body }), 'metadata', 'name')).toMatch(/^c-\w{5}$/);
});

test.for([
  ['another kind', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' } }, 400, 'does not match'],
  ['another namespace', { ...configMap('c', {}), metadata: { name: 'c', namespace: 'other' } }, 400, 'namespace'],
  ['a name that is none', configMap('C_1', {}), 422, 'RFC 1123'],
  ['no kind', { metadata: { name: 'c' } }, 400, 'unrecognized'],
] as const)('refuses %s', async ([, body, status, message]) => {
  const { send } = await openCluster();
  expect(textAt(await send(`POST ${path}`, status, { body }), 'message')).toContain(message);
});

test('replaces only the version that the writer has seen', async () => {
  const { send } = await openCluster();
  const created = await send(`POST ${path}`, 201, { body: configMap('c', { a: '1' }) });
  await send(`PUT ${path}/c`, 200, { body: { ...created, data: { a: '2' } } });
  const refused = await send(`PUT ${path}/c`, 409, { body: { ...created, data: { a: '3' } } });
  expect(refused).toMatchObject({ reason: 'Conflict', message: expect.stringContaining('the object has been modified') });
  expect(await send(`GET ${path}/c`, 200)).toMatchObject({ data: { a: '2' } });
});

test('does everything but keep it in a dry run', async () => {
  const { sandbox, send } = await openCluster();
  const before = sandbox.world.all();
  await send(`POST ${path}?dryRun=All`, 201, { body: configMap('c', { a: '1' }) });
  sandbox.world.put(configMap('kept', { a: '1' }));
  const kept = sandbox.world.get('ConfigMap', 'kept', 'default');
  const patch = { body: { data: { a: '2' } }, type: 'application/merge-patch+json' };
  expect(await send(`PATCH ${path}/kept?dryRun=All`, 200, patch)).toMatchObject({ data: { a: '2' } });
  await send(`DELETE ${path}/kept?dryRun=All`, 200);
  expect(sandbox.world.all()).toEqual([...before, kept]);
});

test('deletes only what the preconditions name', async () => {
  const { send } = await openCluster();
  const { metadata } = await send(`POST ${path}`, 201, { body: configMap('c', {}) });
  const wrong = { body: { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } } };
  expect(await send(`DELETE ${path}/c`, 409, wrong)).toMatchObject({ reason: 'Conflict' });
  const uid = textAt(metadata, 'uid');
  expect(await send(`DELETE ${path}/c`, 200, { body: { preconditions: { uid } } })).toMatchObject({
    status: 'Success',
    details: { uid },
  });
  expect(await send(`GET ${path}/c`, 404)).toMatchObject({ reason: 'NotFound' });
});

test('waits for finalizers', async () => {
  const { send } = await openCluster();
  const body = { ...configMap('c', {}), metadata: { name: 'c', finalizers: ['example.com/hold'] } };
  await send(`POST ${path}`, 201, { body });
  expect(textAt(await send(`DELETE ${path}/c`, 200), 'metadata', 'deletionTimestamp')).not.toBe('');
  const patch = { body: { metadata: { finalizers: null } }, type: 'application/merge-patch+json' };
  await send(`PATCH ${path}/c`, 200, patch);
  await send(`GET ${path}/c`, 404);
});

test('empties a namespace before it goes, and takes nothing new into it', async () => {
  const { sandbox, send } = await openCluster();
  sandbox.world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const held = { ...configMap('c', {}), metadata: { name: 'c', namespace: 'shop', finalizers: ['example.com/hold'] } };
  sandbox.world.put(held);
  expect(await send('DELETE /api/v1/namespaces/shop', 200)).toMatchObject({ status: { phase: 'Terminating' } });
  const inside = '/api/v1/namespaces/shop/configmaps';
  const refused = await send(`POST ${inside}`, 403, {
    body: { ...configMap('d', {}), metadata: { name: 'd', namespace: 'shop' } },
  });
  expect(textAt(refused, 'message')).toContain('it is being terminated');
  await send(`PATCH ${inside}/c`, 200, { body: { metadata: { finalizers: [] } }, type: 'application/merge-patch+json' });
  await send('GET /api/v1/namespaces/shop', 404);
});

test('keeps the numbers of pages consistent, until they are too old', async () => {
  const { sandbox, send } = await openCluster();
  for (const number of [1, 2, 3]) sandbox.world.put(configMap(`c${number}`, {}));
  const first = await send(`GET ${path}?limit=2`, 200);
  const token = textAt(first, 'metadata', 'continue');
  sandbox.world.put(configMap('c25', {}));
  const second = await send(`GET ${path}?limit=2&continue=${token}`, 200);
  const names = [...listAt(first, 'items'), ...listAt(second, 'items')].map((item) => textAt(item, 'metadata', 'name'));
  expect(names).toEqual(['c1', 'c2', 'c3']);
  expect(first).toMatchObject({ metadata: { remainingItemCount: 1 } });
  sandbox.compact();
  expect(await send(`GET ${path}?limit=2&continue=${token}`, 410)).toMatchObject({ reason: 'Expired' });
});

test('refuses what a deployment cannot be', async () => {
  const { sandbox, send } = await openCluster();
  const deployments = '/apis/apps/v1/namespaces/default/deployments';
  sandbox.world.put(deployment('web'));
  const patch = (spec: object) => ({ body: { spec }, type: 'application/merge-patch+json' });
  const wrong = await send(`PATCH ${deployments}/web`, 422, patch({ replicas: -1 }));
  expect(wrong).toMatchObject({ reason: 'Invalid', details: { causes: [{ field: 'spec.replicas' }] } });
  const moved = await send(`PATCH ${deployments}/web`, 422, patch({ selector: { matchLabels: { app: 'other' } } }));
  expect(textAt(moved, 'message')).toContain('field is immutable');
  const scale = { body: { spec: { replicas: 3 }, metadata: { resourceVersion: '1' } }, type: 'application/merge-patch+json' };
  expect(await send(`PATCH ${deployments}/web/scale`, 409, scale)).toMatchObject({ reason: 'Conflict' });
});
