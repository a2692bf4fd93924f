import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../json/json-value.ts';
import { applyOperations, type Operation } from './apply-operations.ts';

const dashboard: JsonObject = {
  id: 7,
  uid: 'x',
  version: 3,
  title: 'Old',
  tags: ['a', 'b', 'c'],
  'odd key': { "it's": 1 },
  panels: [
    { id: 1, title: 'Rate', type: 'stat', targets: [{ refId: 'A', expr: 'up' }] },
    {
      id: 2,
      title: 'Errors',
      type: 'graph',
      options: { legend: { show: true } },
      targets: [
        { refId: 'A', expr: 'a' },
        { refId: 'B', expr: 'b' },
      ],
    },
    { id: 3, title: 'Twice' },
    { id: 4, title: 'Twice' },
  ],
};
const applied = (...operations: Operation[]) => applyOperations({ dashboard, operations });

test.each<[string, Operation, string, JsonObject]>([
  ['a field', { op: 'replace', path: '$.title', value: 'New' }, '$.title', { title: 'New' }],
  [
    'a field of a panel by its index',
    { op: 'replace', path: '$.panels[0].title', value: 'New' },
    '$.panels[0].title',
    { panels: [{ title: 'New' }, {}, {}, {}] },
  ],
  [
    'a query of a panel by its title',
    { op: 'replace', path: '$.panels[?(@.title=="Errors")].targets[?(@.refId==\'B\')].expr', value: 'c' },
    '$.panels[1].targets[1].expr',
    { panels: [{}, { targets: [{ expr: 'a' }, { expr: 'c' }] }, {}, {}] },
  ],
  [
    'a field of a panel by its number',
    { op: 'replace', path: '$.panels[?(@.id==3)].title', value: 'New' },
    '$.panels[2].title',
    { panels: [{}, {}, { title: 'New' }, {}] },
  ],
  [
    'a panel by something deep in it',
    { op: 'replace', path: '$.panels[?(@.options.legend.show == true)].type', value: 'timeseries' },
    '$.panels[1].type',
    { panels: [{}, { type: 'timeseries' }, {}, {}] },
  ],
  ['a new field', { op: 'add', path: '$.refresh', value: '1m' }, '$.refresh', { refresh: '1m' }],
  [
    'a panel at the end',
    { op: 'add', path: '$.panels/-', value: { title: 'Last' } },
    '$.panels[4]',
    { panels: [{}, {}, {}, {}, { title: 'Last' }] },
  ],
  ['a tag before another', { op: 'add', path: '$.tags[1]', value: 'x' }, '$.tags[1]', { tags: ['a', 'x', 'b', 'c'] }],
  [
    'odd keys',
    { op: 'replace', path: String.raw`$["odd key"]['it\'s']`, value: null },
    `$["odd key"]["it's"]`,
    { 'odd key': { "it's": null } },
  ],
])('%s', (_case, operation, path, expected) => {
  const { dashboard: after, paths } = applied(operation);
  expect(after).toMatchObject(expected);
  expect(paths).toEqual([path]);
});

test('removals name the dashboard as it was, whatever their order', () => {
  const { dashboard: after, paths } = applied(
    { op: 'remove', path: '$.panels[0]' },
    { op: 'remove', path: '$.panels[?(@.title=="Errors")].targets[0]' },
    { op: 'remove', path: '$.panels[2]' },
    { op: 'remove', path: '$.tags[0]' },
    { op: 'remove', path: '$.tags[2]' },
    { op: 'replace', path: '$.panels[3].title', value: 'Kept' },
    { op: 'add', path: '$.panels/-', value: { title: 'Last' } },
  );
  expect(after).toMatchObject({
    tags: ['b'],
    panels: [{ title: 'Errors', targets: [{ refId: 'B' }] }, { title: 'Kept' }, { title: 'Last' }],
  });
  expect(paths).toEqual([
    '$.panels[0]',
    '$.panels[1].targets[0]',
    '$.panels[2]',
    '$.tags[0]',
    '$.tags[2]',
    '$.panels[3].title',
    '$.panels[4]',
  ]);
});

test('an operation sees what those before it added', () => {
  const { dashboard: after } = applied(
    { op: 'add', path: '$.templating', value: { list: [] } },
    { op: 'add', path: '$.templating.list/-', value: { name: 'a' } },
    { op: 'add', path: '$.templating.list/-', value: { name: 'b' } },
  );
  expect(after['templating']).toEqual({ list: [{ name: 'a' }, { name: 'b' }] });
});

test.each<[string, readonly Operation[], string, number | undefined]>([
  ['no path', [{ op: 'replace', path: 'title', value: 1 }], 'path_syntax', 0],
  ['a path with a wildcard', [{ op: 'replace', path: '$.panels[*].title', value: 1 }], 'path_syntax', 0],
  ['a descent', [{ op: 'replace', path: '$..title', value: 1 }], 'path_syntax', 0],
  ['an append in the middle', [{ op: 'add', path: '$.panels/-.title', value: 1 }], 'path_syntax', 0],
  ['a key of the prototype', [{ op: 'add', path: '$.__proto__', value: 1 }], 'path_syntax', 0],
  ['an inherited key', [{ op: 'replace', path: '$.panels[0].constructor', value: 1 }], 'path_not_found', 0],
  ['a very long path', [{ op: 'add', path: `$${'.a'.repeat(2_000)}`, value: 1 }], 'path_syntax', 0],
  ['the whole dashboard', [{ op: 'replace', path: '$', value: {} }], 'path_protected', 0],
  [
    'the uid',
    [
      { op: 'replace', path: '$.title', value: 'x' },
      { op: 'replace', path: '$["uid"]', value: 'y' },
    ],
    'path_protected',
    1,
  ],
  ['the id', [{ op: 'remove', path: '$.id' }], 'path_protected', 0],
  ['the version', [{ op: 'replace', path: '$.version', value: 1 }], 'path_protected', 0],
  ['what is not there', [{ op: 'replace', path: '$.refresh', value: '1m' }], 'path_not_found', 0],
  ['a panel that is not there', [{ op: 'remove', path: '$.panels[4]' }], 'path_not_found', 0],
  ['a title that is not there', [{ op: 'remove', path: '$.panels[?(@.title=="Gone")]' }], 'path_not_found', 0],
  ['a place after the end', [{ op: 'add', path: '$.panels[9]', value: {} }], 'path_not_found', 0],
  ['a key of a list', [{ op: 'replace', path: '$.panels.title', value: 1 }], 'path_not_found', 0],
  ['a title of two panels', [{ op: 'remove', path: '$.panels[?(@.title=="Twice")]' }], 'path_ambiguous', 0],
  ['what is there already', [{ op: 'add', path: '$.title', value: 'x' }], 'path_exists', 0],
  ['no value', [{ op: 'replace', path: '$.title' }], 'operation_shape', 0],
  ['a removal with a value', [{ op: 'remove', path: '$.title', value: 1 }], 'operation_shape', 0],
  [
    'the same place twice',
    [
      { op: 'replace', path: '$.title', value: 1 },
      { op: 'replace', path: '$["title"]', value: 2 },
    ],
    'duplicate_operation',
    1,
  ],
  [
    'a removal twice',
    [
      { op: 'remove', path: '$.panels[1]' },
      { op: 'remove', path: '$.panels[?(@.id==2)]' },
    ],
    'duplicate_operation',
    1,
  ],
  [
    'a removal inside a removal',
    [
      { op: 'remove', path: '$.panels[1]' },
      { op: 'remove', path: '$.panels[1].targets[0]' },
    ],
    'conflicting_operations',
    1,
  ],
  [
    'a change inside a removal',
    [
      { op: 'replace', path: '$.panels[1].title', value: 1 },
      { op: 'remove', path: '$.panels[1]' },
    ],
    'conflicting_operations',
    0,
  ],
  [
    'a removal from what is replaced',
    [
      { op: 'replace', path: '$.panels', value: [] },
      { op: 'remove', path: '$.panels[1]' },
    ],
    'conflicting_operations',
    0,
  ],
  [
    'an insertion that moves a removal',
    [
      { op: 'remove', path: '$.panels[1]' },
      { op: 'add', path: '$.panels[0]', value: {} },
    ],
    'conflicting_operations',
    1,
  ],
  [
    'hundreds of operations',
    Array.from({ length: 201 }, (_, index) => ({ op: 'add' as const, path: `$.a${index}`, value: 1 })),
    'too_many_operations',
    undefined,
  ],
])('%s is refused', (_case, operations, reason, operation) => {
  const before = structuredClone(dashboard);
  expect(() => applyOperations({ dashboard, operations })).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      details: expect.objectContaining({
        reason,
        ...(operation === undefined ? {} : { operation, path: operations[operation]?.path.slice(0, 200) }),
      }),
    }),
  );
  expect(dashboard).toEqual(before);
});

test('a value that is no safe JSON is refused', () => {
  expect(() => applied({ op: 'add', path: '$.x', value: JSON.parse('{"__proto__":1}') })).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'forbidden_key' }) }),
  );
});

test('removing some panels leaves exactly the others, in their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(9), { minLength: 1 }), (gone) => {
      const panels = Array.from({ length: 10 }, (_, id) => ({ id }));
      const { dashboard: after } = applyOperations({
        dashboard: { panels },
        operations: gone.map((index) => ({ op: 'remove', path: `$.panels[${index}]` })),
      });
      expect(after['panels']).toEqual(panels.filter(({ id }) => !gone.includes(id)));
    }),
  );
});

test('no path makes anything but a coded error', () => {
  const anyPath = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('$', '.panels', '[0]', '[9]', '["a"]', '[?(@.id==1)]', '/-', '.title', "['", '[?(@', '.'), {
        maxLength: 6,
      })
      .map((parts) => `$${parts.join('')}`),
  );
  fc.assert(
    fc.property(anyPath, fc.constantFrom('add' as const, 'replace' as const, 'remove' as const), (path, op) => {
      try {
        const { dashboard: after } = applied(op === 'remove' ? { op, path } : { op, path, value: 1 });
        expect([after['id'], after['uid'], after['version']]).toEqual([7, 'x', 3]);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_input', details: { path: path.slice(0, 200) } });
      }
    }),
    { numRuns: 2_000 },
  );
});
