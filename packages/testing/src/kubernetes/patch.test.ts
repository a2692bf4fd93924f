import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { Refusal } from '../http/refusal.ts';
import { jsonPatched } from './patch/json-patch.ts';
import { mergePatched } from './patch/merge-patch.ts';
import { strategicPatched } from './patch/strategic-patch.ts';

test.for<[string, JsonValue, JsonValue]>([
  ['adds a field', [{ op: 'add', path: '/b', value: 2 }], { a: [1, 2], b: 2, 'x/y~z': 'old' }],
  ['adds an element', [{ op: 'add', path: '/a/1', value: 9 }], { a: [1, 9, 2], 'x/y~z': 'old' }],
  ['appends', [{ op: 'add', path: '/a/-', value: 9 }], { a: [1, 2, 9], 'x/y~z': 'old' }],
  ['removes', [{ op: 'remove', path: '/a/0' }], { a: [2], 'x/y~z': 'old' }],
  ['replaces what has slashes in its name', [{ op: 'replace', path: '/x~1y~0z', value: 'new' }], { a: [1, 2], 'x/y~z': 'new' }],
  ['moves', [{ op: 'move', from: '/a', path: '/c' }], { c: [1, 2], 'x/y~z': 'old' }],
  ['copies', [{ op: 'copy', from: '/a/1', path: '/a/0' }], { a: [2, 1, 2], 'x/y~z': 'old' }],
  ['tests', [{ op: 'test', path: '/a', value: [1, 2] }], { a: [1, 2], 'x/y~z': 'old' }],
])('a JSON patch %s', ([, patch, expected]) => {
  expect(jsonPatched({ a: [1, 2], 'x/y~z': 'old' }, patch)).toEqual(expected);
});

test.for<[string, JsonValue]>([
  ['a test that fails', [{ op: 'test', path: '/a', value: 1 }]],
  ['a field that is not there', [{ op: 'remove', path: '/b' }]],
  ['an index behind the end', [{ op: 'add', path: '/a/7', value: 1 }]],
  ['a path without a slash', [{ op: 'add', path: 'b', value: 1 }]],
  ['an operation that is none', [{ op: 'merge', path: '/b', value: 1 }]],
  ['no list', { op: 'add' }],
])('a JSON patch is refused for %s', ([, patch]) => {
  expect(() => jsonPatched({ a: [1, 2] }, patch)).toThrow(Refusal);
});

test('a merge patch sets, removes and replaces lists', () => {
  expect(mergePatched({ a: { b: 1, c: 2 }, l: [1] }, { a: { b: null, d: 3 }, l: [2] })).toEqual({ a: { c: 2, d: 3 }, l: [2] });
});

const pod: JsonObject = {
  spec: {
    containers: [
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }], ports: [{ containerPort: 80, protocol: 'TCP' }] },
      { name: 'b', image: 'b:1' },
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
    tolerations: [{ key: 'k' }],
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
  },
  metadata: { finalizers: ['one'] },
};

test.for<[string, JsonObject, JsonObject]>([
  [
    'merges elements by their key',
    { containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }] },
    {
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        { name: 'b' },
      ],
    },
  ],
  ['adds an element', { containers: [{ name: 'c' }] }, { containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }],
  ['removes an element', { containers: [{ name: 'a', $patch: 'delete' }] }, { containers: [{ name: 'b', image: 'b:1' }] }],
  ['replaces a list that is told to', { containers: [{ $patch: 'replace' }, { name: 'z' }] }, { containers: [{ name: 'z' }] }],
  ['replaces a list without a key', { tolerations: [{ key: 'other' }] }, { tolerations: [{ key: 'other' }] }],
  [
    'orders elements',
    { $setElementOrder$containers: [], '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    { containers: [{ name: 'b' }, { name: 'a' }] },
  ],
  ['keeps only what is named', { strategy: { $retainKeys: ['type'], type: 'Recreate' } }, { strategy: { type: 'Recreate' } }],
])('a strategic patch %s', ([, spec, expected]) => {
  const { $setElementOrder$containers: _, ...change } = spec;
  const { spec: patched } = strategicPatched(pod, { spec: change });
  expect(patched).toMatchObject(expected);
  for (const [field, list] of Object.entries(expected))
    if (Array.isArray(list)) expect(patched).toHaveProperty(`${field}.length`, list.length);
  if ('strategy' in expected) expect(patched).toHaveProperty('strategy', expected['strategy']);
});

test('a strategic patch adds to and takes from a set', () => {
  const added = strategicPatched(pod, { metadata: { finalizers: ['two'] } });
  expect(added['metadata']).toEqual({ finalizers: ['one', 'two'] });
  const taken = strategicPatched(added, { metadata: { '$deleteFromPrimitiveList/finalizers': ['one'] } });
  expect(taken['metadata']).toEqual({ finalizers: ['two'] });
});

test('a strategic patch needs the key of an element', () => {
  expect(() => strategicPatched(pod, { spec: { containers: [{ image: 'x' }] } })).toThrow(Refusal);
});
