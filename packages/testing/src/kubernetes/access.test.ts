import { expect, test } from 'vitest';
import { textAt } from './model/object.ts';
import { configMap, deployment, openCluster } from './test/open.ts';

const identities = {
  reader: { token: 'r', rules: [{ verbs: ['get', 'list'], resources: ['pods', 'pods/log'], namespaces: ['default'] }] },
  owner: { token: 'o', rules: [{ verbs: ['*'], resources: ['*'] }] },
};

test.for([
  ['GET /api/v1/namespaces/default/pods', 'r', 200],
  ['GET /api/v1/namespaces/default/pods', 'wrong', 401],
  ['GET /api/v1/namespaces/default/pods', undefined, 401],
  ['GET /api/v1/pods', 'r', 403],
  ['GET /api/v1/namespaces/kube-system/pods', 'r', 403],
  ['GET /api/v1/namespaces/default/configmaps', 'r', 403],
  ['DELETE /api/v1/namespaces/default/pods/web', 'r', 403],
  ['DELETE /api/v1/namespaces/default/pods/web', 'o', 404],
  ['GET /version', undefined, 200],
] as const)('%s with the token %s is answered %s', async ([line, token, status]) => {
  const { send } = await openCluster({ identities });
  await send(line, status, token === undefined ? {} : { token });
});

test('says who may not do what', async () => {
  const { send } = await openCluster({ identities });
  const refused = await send('DELETE /apis/apps/v1/namespaces/default/deployments/web', 403, { token: 'r' });
  expect(refused).toMatchObject({
    reason: 'Forbidden',
    message:
      'deployments.apps "web" is forbidden: User "reader" cannot delete resource "deployments" in API group "apps" in the namespace "default"',
  });
});

test.for([
  [{ namespace: 'default', verb: 'list', resource: 'pods' }, true],
  [{ namespace: 'default', verb: 'get', resource: 'pods', subresource: 'log' }, true],
  [{ namespace: 'default', verb: 'create', resource: 'pods', subresource: 'exec' }, false],
  [{ namespace: 'other', verb: 'list', resource: 'pods' }, false],
  [{ namespace: 'default', verb: 'patch', resource: 'deployments', group: 'apps' }, false],
] as const)('answers whether somebody may: %o', async ([resourceAttributes, allowed]) => {
  const { send } = await openCluster({ identities });
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
  const review = await send('POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 201, { body, token: 'r' });
  expect(review).toMatchObject({ status: { allowed } });
});

test('has no metrics unless there is a metrics server', async () => {
  const { sandbox, send } = await openCluster({ hasMetrics: false });
  sandbox.world.put(deployment('web'));
  await send('GET /apis/metrics.k8s.io/v1beta1/namespaces/default/pods', 404);
  expect(JSON.stringify(await send('GET /apis', 200))).not.toContain('metrics');
});

test.for([
  ['labelSelector=a', ['c1', 'c2']],
  ['labelSelector=!a', ['c3']],
  ['labelSelector=a%3D1', ['c1']],
  ['labelSelector=a!%3D1', ['c2', 'c3']],
  ['labelSelector=a+in+(1,2),b%3Dx', ['c2']],
  ['labelSelector=a+notin+(1)', ['c2', 'c3']],
  ['fieldSelector=metadata.name%3Dc3', ['c3']],
] as const)('selects by %s', async ([query, names]) => {
  const { sandbox, send } = await openCluster();
  sandbox.world.put(configMap('c1', {}, { a: '1' }));
  sandbox.world.put(configMap('c2', {}, { a: '2', b: 'x' }));
  sandbox.world.put(configMap('c3', {}));
  const { items } = await send(`GET /api/v1/namespaces/default/configmaps?${query}`, 200);
  expect((Array.isArray(items) ? items : []).map((item) => textAt(item, 'metadata', 'name'))).toEqual(names);
});

test('refuses a selector that is none', async () => {
  const { send } = await openCluster();
  await send('GET /api/v1/namespaces/default/pods?labelSelector=a%3D%3D%3Db', 400);
  await send('GET /api/v1/namespaces/default/pods?fieldSelector=nonsense', 400);
});
