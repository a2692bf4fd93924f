import { expect, it } from 'vitest';
import { digestOf, stateOf } from './state-of.ts';

const web = {
  metadata: { name: 'web', uid: 'u1', resourceVersion: '7', generation: 1, labels: { app: 'web' } },
  spec: { replicas: 3 },
  status: { readyReplicas: 1 },
};

it.each([
  [
    'a report of a controller',
    { ...web, status: { readyReplicas: 3 }, metadata: { ...web.metadata, resourceVersion: '8' } },
    true,
  ],
  ['another owner of its fields', { ...web, metadata: { ...web.metadata, managedFields: [{ manager: 'kubectl' }] } }, true],
  ['another order of fields', { status: web.status, spec: web.spec, metadata: web.metadata }, true],
  ['another spec', { ...web, spec: { replicas: 4 } }, false],
  ['another label', { ...web, metadata: { ...web.metadata, labels: { app: 'api' } } }, false],
  ['a deletion', { ...web, metadata: { ...web.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, false],
  ['another object of its name', { ...web, metadata: { ...web.metadata, uid: 'u2' } }, false],
])('is the same with %s: %#', (_, other, isSame) => {
  expect(digestOf(stateOf(other)) === digestOf(stateOf(web))).toBe(isSame);
});

it('is its version for what reports nothing', () => {
  const { status: _status, ...settings } = web;
  expect(stateOf(settings)).toEqual({ uid: 'u1', state: '7' });
});
