import { expect, it } from 'vitest';
import { progressOf, type RolloutKind, toRolling } from './rollout.ts';

const progress = ({
  kind,
  spec = {},
  status = {},
  generation = 2,
}: {
  kind: RolloutKind;
  spec?: object;
  status?: object;
  generation?: number;
}) =>
  progressOf({
    kind,
    workload: toRolling({
      metadata: { name: 'web', generation },
      spec: { replicas: 3, selector: {}, ...spec },
      status: { observedGeneration: 2, ...status },
    }),
  });

const all = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
const deadline = [
  {
    type: 'Progressing',
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: 'ReplicaSet "web-2" has timed out progressing.',
  },
];

it.each([
  ['Deployment', {}, all, 'complete', /rolled out/],
  ['Deployment', {}, { ...all, updatedReplicas: 1 }, 'progressing', /^1 of 3 pods are of the new revision/],
  ['Deployment', {}, { ...all, replicas: 4 }, 'progressing', /^1 pods of old revisions/],
  ['Deployment', {}, { ...all, availableReplicas: 2 }, 'progressing', /^2 of 3 new pods are available/],
  ['Deployment', {}, { ...all, updatedReplicas: 1, conditions: deadline }, 'failed', /deadline/],
  ['Deployment', { paused: true }, { ...all, updatedReplicas: 1 }, 'paused', /paused/],
  ['Deployment', { paused: true }, all, 'complete', /rolled out/],
  ['Deployment', { replicas: 0 }, {}, 'complete', /rolled out/],
  ['StatefulSet', {}, { ...all, currentRevision: 'a', updateRevision: 'a' }, 'complete', /rolled out/],
  ['StatefulSet', {}, { ...all, readyReplicas: 1 }, 'progressing', /^1 of 3 pods are ready/],
  ['StatefulSet', {}, { ...all, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' }, 'progressing', /^1 of 3/],
  [
    'StatefulSet',
    { updateStrategy: { rollingUpdate: { partition: 2 } } },
    { ...all, updatedReplicas: 1 },
    'complete',
    /partition/,
  ],
  [
    'StatefulSet',
    { updateStrategy: { rollingUpdate: { partition: 1 } } },
    { ...all, updatedReplicas: 1 },
    'progressing',
    /^1 of 2/,
  ],
  ['StatefulSet', { updateStrategy: { type: 'OnDelete' } }, { readyReplicas: 0 }, 'complete', /OnDelete/],
  [
    'DaemonSet',
    {},
    { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2, numberReady: 2 },
    'complete',
    /rolled out/,
  ],
  ['DaemonSet', {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 }, 'progressing', /^1 of 2/],
  [
    'DaemonSet',
    {},
    { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 },
    'progressing',
    /^1 of 2 new pods are available/,
  ],
] as const)('judges a %s with %j and %j as %s', (kind, spec, status, state, message) => {
  expect(progress({ kind, spec, status })).toMatchObject({ state, message: expect.stringMatching(message) });
});

it('waits until the cluster has seen the change', () => {
  expect(progress({ kind: 'Deployment', status: all, generation: 3 })).toMatchObject({ state: 'unobserved' });
});

it('repeats why the cluster does not go on', () => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: shop' }];
  expect(progress({ kind: 'Deployment', status: { ...all, updatedReplicas: 0, conditions } }).reason).toBe(
    'FailedCreate: exceeded quota: shop',
  );
});
