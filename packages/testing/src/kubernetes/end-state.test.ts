import { expect, test } from 'vitest';
import { endState } from './kubectl/end-state.ts';
import { deployment, openCluster } from './test/open.ts';

const annotated = (annotations: Record<string, string>) => {
  const manifest = deployment('web');
  return { ...manifest, metadata: { name: 'web', namespace: 'default', annotations } };
};

test('leaves out who wrote and what somebody alone notes, unless it counts', async () => {
  const [one, other] = [await openCluster(), await openCluster()];
  one.sandbox.world.put(annotated({ note: 'a' }));
  other.sandbox.world.put(annotated({ note: 'a', 'example.com/plan': '7' }));
  const ignoredAnnotations = ['example.com/*'];
  const states = [one, other].map(({ sandbox }) => endState(sandbox, { ignoredAnnotations }));
  expect(states[0]).toEqual(states[1]);
  expect(endState(one.sandbox)).not.toEqual(endState(other.sandbox));
  expect(JSON.stringify(states)).not.toContain('managedFields');
  expect(JSON.stringify(endState(one.sandbox, { withOwners: true }))).toContain('"manager":"sandbox"');
});

test.for([
  ['another image', deployment('web', { image: 'web:2' })],
  ['another count', deployment('web', { replicas: 1 })],
  ['another object', deployment('api')],
] as const)('tells clusters apart by %s', async ([, manifest]) => {
  const [one, other] = [await openCluster(), await openCluster()];
  one.sandbox.world.put(deployment('web'));
  other.sandbox.world.put(manifest);
  expect(endState(one.sandbox)).not.toEqual(endState(other.sandbox));
});
