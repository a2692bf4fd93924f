import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { at, objectAt, textAt } from './model/object.ts';
import type { OpenedCluster } from './test/open.ts';
import { configMap, deployment, openCluster } from './test/open.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const type = 'application/apply-patch+yaml';

const applier =
  ({ send }: OpenedCluster) =>
  (manager: string, body: JsonObject, { status = 200, query = '' } = {}) =>
    send(`PATCH ${deployments}/web?fieldManager=${manager}${query}`, status, { body, type });

const partly = (spec: JsonObject): JsonObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });

const containers = (...list: readonly JsonObject[]) => ({ template: { spec: { containers: [...list] } } });

test('creates what is not there, and changes nothing the second time', async () => {
  const cluster = await openCluster();
  const apply = applier(cluster);
  await apply('one', deployment('web'), { status: 201 });
  const settled = cluster.sandbox.world.get('Deployment', 'web', 'default');
  const again = await apply('one', deployment('web'));
  expect(textAt(again, 'metadata', 'resourceVersion')).toBe(settled?.metadata.resourceVersion);
  expect(settled?.metadata.managedFields?.find(({ manager }) => manager === 'one')).toMatchObject({
    operation: 'Apply',
    fieldsV1: {
      'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } },
    },
  });
});

test('names everybody whose fields would be taken, and takes them when it is forced', async () => {
  const cluster = await openCluster();
  const apply = applier(cluster);
  await apply('one', deployment('web'), { status: 201 });
  const refused = await apply('two', partly({ replicas: 7, ...containers({ name: 'web', image: 'web:9' }) }), { status: 409 });
  expect(refused).toMatchObject({
    reason: 'Conflict',
    details: {
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "one" using apps/v1', field: '.spec.replicas' },
        { field: '.spec.template.spec.containers[name="web"].image' },
      ],
    },
  });
  await apply('two', partly({ replicas: 7 }), { query: '&force=true' });
  const taken = cluster.sandbox.world.get('Deployment', 'web', 'default');
  expect(at(taken, 'spec', 'replicas')).toBe(7);
  const owned = Object.fromEntries(
    (taken?.metadata.managedFields ?? []).map(({ manager, fieldsV1 }) => [manager, 'f:replicas' in objectAt(fieldsV1, 'f:spec')]),
  );
  expect(owned).toMatchObject({ one: false, two: true });
  // Who has lost a field sets it no more by leaving it as it is.
  await apply('one', deployment('web', { replicas: 7 }));
});

test('shares a field whose value both want', async () => {
  const cluster = await openCluster();
  const apply = applier(cluster);
  await apply('one', deployment('web'), { status: 201 });
  await apply('two', partly({ replicas: 2 }));
  await apply('one', deployment('web', { replicas: 3 }), { status: 409 });
});

test('takes away what the applier names no more, unless somebody else owns it', async () => {
  const cluster = await openCluster();
  const apply = applier(cluster);
  const variable = (name: string) => ({ name, value: '1' });
  const manifest = (...list: readonly JsonObject[]): JsonObject => {
    const { spec = null, ...head } = deployment('web');
    const template = objectAt(spec, 'template');
    return { ...head, spec: { ...objectAt(spec), template: { ...template, spec: { containers: [...list] } } } };
  };
  const web = { name: 'web', image: 'web:1' };
  await apply('one', manifest({ ...web, env: [variable('A')] }, { name: 'side', image: 'side:1' }), { status: 201 });
  await apply('two', partly(containers({ name: 'web', env: [variable('B')] })));
  await apply('one', manifest(web));
  const spec = objectAt(cluster.sandbox.world.get('Deployment', 'web', 'default'), 'spec', 'template', 'spec');
  expect(spec['containers']).toMatchObject([{ ...web, env: [variable('B')] }]);
  // Of a container that somebody else still wants, the rest cannot go.
  await apply('two', partly(containers({ name: 'web' }, { name: 'side', image: 'side:1', env: [variable('C')] })));
  await apply('one', manifest({ name: 'side', image: 'side:1' }), { status: 422 });
});

test('is refused without a manager, and shows in a dry run what it would do', async () => {
  const { sandbox, send } = await openCluster();
  const path = '/api/v1/namespaces/default/configmaps/c';
  const refused = await send(`PATCH ${path}`, 422, { body: configMap('c', {}), type });
  expect(textAt(refused, 'message')).toContain('fieldManager');
  const shown = await send(`PATCH ${path}?fieldManager=one&dryRun=All`, 201, { body: configMap('c', { a: '1' }), type });
  expect([shown['data'], sandbox.world.get('ConfigMap', 'c', 'default')]).toEqual([{ a: '1' }, undefined]);
});

test('a write without applying takes what it changes', async () => {
  const cluster = await openCluster();
  const apply = applier(cluster);
  await apply('one', deployment('web'), { status: 201 });
  const scale = { body: { spec: { replicas: 5 } }, type: 'application/merge-patch+json' };
  await cluster.send(`PATCH ${deployments}/web/scale?fieldManager=hand`, 200, scale);
  const refused = await apply('one', deployment('web'), { status: 409 });
  expect(textAt(refused, 'message')).toBe(
    'Apply failed with 1 conflict: conflict with "hand" with subresource "scale" using autoscaling/v1: .spec.replicas',
  );
});
