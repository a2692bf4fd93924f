import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import type { KubernetesObject } from './model/object.ts';
import { at, listAt, objectAt, textAt } from './model/object.ts';
import { deployment, openCluster } from './test/open.ts';

const reasons = (events: readonly KubernetesObject[]): readonly string[] => [
  ...new Set(events.map((event) => textAt(event, 'reason'))),
];

test('a roll-out keeps enough pods, and its history', async () => {
  const { sandbox } = await openCluster();
  const { world } = sandbox;
  for (const number of [1, 2, 3, 4]) world.put(deployment('web', { replicas: 4, image: `web:${number}` }));
  expect(world.list('Pod', 'default').map((pod) => textAt(listAt(pod, 'spec', 'containers')[0], 'image'))).toEqual(
    Array.from({ length: 4 }, () => 'web:4'),
  );
  const revisions = world.list('ReplicaSet').map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision']);
  expect(revisions.toSorted((one = '', other = '') => one.localeCompare(other))).toEqual(['1', '2', '3', '4']);
  expect(at(world.get('Deployment', 'web', 'default'), 'status')).toMatchObject({
    observedGeneration: 4,
    replicas: 4,
    updatedReplicas: 4,
    availableReplicas: 4,
  });
});

test('a template is the same in whatever order it is written', async () => {
  const { sandbox } = await openCluster();
  const { spec = null, ...head } = deployment('agent');
  const { selector = null, template = null } = objectAt(spec);
  const daemonSet = (one: JsonObject) => ({ ...head, kind: 'DaemonSet', spec: { selector, template: one } });
  sandbox.world.put(daemonSet(objectAt(template)));
  sandbox.world.put(daemonSet({ ...objectAt(template), metadata: { labels: { app: 'agent', tier: 'back' } } }));
  sandbox.world.put(daemonSet(Object.fromEntries(Object.entries(objectAt(template)).toReversed())));
  expect(sandbox.world.list('ControllerRevision').map((one) => one['revision'])).toEqual(expect.arrayContaining([2, 3]));
  expect(sandbox.world.list('ControllerRevision')).toHaveLength(2);
});

test('old revisions are forgotten', async () => {
  const { sandbox } = await openCluster();
  for (const number of [1, 2, 3, 4]) {
    const { spec = null, ...head } = deployment('web', { replicas: 1, image: `web:${number}` });
    sandbox.world.put({ ...head, spec: { ...objectAt(spec), revisionHistoryLimit: 1 } });
  }
  expect(sandbox.world.list('ReplicaSet')).toHaveLength(2);
});

test.for([
  ['missing', 'Pending', 'ImagePullBackOff'],
  ['crashes', 'Running', 'CrashLoopBackOff'],
  ['never_ready', 'Running', ''],
] as const)('an image that is %s never takes requests', async ([behavior, phase, reason]) => {
  const { sandbox } = await openCluster();
  sandbox.world.behave('web:1', behavior);
  sandbox.world.put(deployment('web', { replicas: 1 }));
  const [pod] = sandbox.world.list('Pod', 'default');
  const [container] = listAt(pod, 'status', 'containerStatuses');
  expect([textAt(pod, 'status', 'phase'), textAt(container, 'state', 'waiting', 'reason')]).toEqual([phase, reason]);
  expect(container).toMatchObject({ ready: false });
  sandbox.world.behave('web:1', undefined);
  expect(at(sandbox.world.get('Deployment', 'web', 'default'), 'status', 'readyReplicas')).toBe(1);
});

test('a job runs to its end, or fails too often', async () => {
  const { sandbox } = await openCluster();
  const job = (name: string, image: string) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { backoffLimit: 1, completions: 2, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image }] } } },
  });
  sandbox.world.behave('bad:1', 'crashes');
  sandbox.world.put(job('good', 'good:1'));
  sandbox.world.put(job('bad', 'bad:1'));
  const conditions = ['good', 'bad'].map(
    (name) => listAt(sandbox.world.get('Job', name, 'default'), 'status', 'conditions')[0]?.['type'],
  );
  expect(conditions).toEqual(['Complete', 'Failed']);
  expect(at(sandbox.world.get('Job', 'good', 'default'), 'status', 'succeeded')).toBe(2);
});

test('a pod waits for a node that takes it', async () => {
  const { sandbox, send } = await openCluster();
  for (const name of ['node-1', 'node-2'])
    await send(`PATCH /api/v1/nodes/${name}`, 200, {
      body: { spec: { unschedulable: true } },
      type: 'application/merge-patch+json',
    });
  sandbox.world.put(deployment('web', { replicas: 1 }));
  expect(textAt(sandbox.world.list('Pod', 'default')[0], 'status', 'phase')).toBe('Pending');
  expect(reasons(sandbox.world.list('Event', 'default'))).toContain('FailedScheduling');
  await send('PATCH /api/v1/nodes/node-2', 200, {
    body: { spec: { unschedulable: null } },
    type: 'application/merge-patch+json',
  });
  expect(textAt(sandbox.world.list('Pod', 'default')[0], 'spec', 'nodeName')).toBe('node-2');
});

test('what happens is told', async () => {
  const { sandbox } = await openCluster();
  sandbox.world.put(deployment('web', { replicas: 1 }));
  expect(reasons(sandbox.world.list('Event', 'default'))).toEqual(
    expect.arrayContaining(['ScalingReplicaSet', 'SuccessfulCreate', 'Scheduled', 'Pulled', 'Started']),
  );
});

test('a deletion in the foreground takes the dependents first', async () => {
  const { sandbox, send } = await openCluster();
  sandbox.world.put(deployment('web'));
  const path = '/apis/apps/v1/namespaces/default/deployments/web';
  const marked = await send(`DELETE ${path}?propagationPolicy=Foreground`, 200);
  expect(at(marked, 'metadata', 'finalizers')).toEqual(['foregroundDeletion']);
  expect(['Deployment', 'ReplicaSet', 'Pod'].flatMap((kind) => sandbox.world.list(kind, 'default'))).toEqual([]);
});

test('an eviction is answered by the budget', async () => {
  const { sandbox, send } = await openCluster();
  sandbox.world.put(deployment('web', { replicas: 2 }));
  sandbox.world.put({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'default' },
    spec: { maxUnavailable: '0%', selector: { matchLabels: { app: 'web' } } },
  });
  const name = sandbox.world.list('Pod', 'default')[0]?.metadata.name ?? '';
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
  const refused = await send(`POST /api/v1/namespaces/default/pods/${name}/eviction`, 429, { body });
  expect(refused).toMatchObject({
    reason: 'TooManyRequests',
    details: {
      causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }],
    },
  });
});
