import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';
import type { StoredDashboard } from '../store/stored-dashboard.ts';
import { viewOf } from './view-of.ts';

const stored = (json: JsonObject, schema: 'classic' | 'v2' = 'classic'): StoredDashboard => ({
  uid: 'x',
  title: 'X',
  version: 1,
  folderUid: '',
  folderTitle: undefined,
  schema,
  apiVersion: schema,
  json,
  id: undefined,
  createdAt: undefined,
  createdBy: undefined,
  updatedAt: undefined,
  updatedBy: undefined,
  message: undefined,
  managedBy: undefined,
  handle: {},
});

test('the datasource of a query is its own, else that of its panel, and older texts are uids or names', () => {
  const { panels } = viewOf(
    stored({
      panels: [
        {
          id: 1,
          datasource: { uid: 'p', type: 'prometheus' },
          targets: [{ expr: 'a' }, { refId: 'X', expr: 'b', datasource: 'Logs' }],
        },
        { id: 2, datasource: '-- Mixed --', targets: [{ expr: 'a', datasource: { type: 'loki' } }] },
        {
          id: 3,
          datasource: null,
          targets: [
            { rawSql: 'select 1', hide: true },
            { expr: 'up', instant: true },
          ],
        },
      ],
    }),
  );
  expect(panels.map(({ queries }) => queries)).toMatchObject([
    [
      { refId: 'A', datasource: { uid: 'p', type: 'prometheus' }, expression: 'a' },
      { refId: 'X', datasource: { uid: 'Logs', type: undefined } },
    ],
    [{ datasource: { uid: undefined, type: 'loki' } }],
    [
      { datasource: { uid: undefined, type: undefined }, expression: 'select 1', isHidden: true },
      { refId: 'B', isInstant: true },
    ],
  ]);
});

test('panels in rows, in collapsed rows and in elements are all seen', () => {
  const panel = { id: 1, title: 'P', type: 'stat' };
  const titles = (json: JsonObject, schema?: 'v2') =>
    viewOf(stored(json, schema)).panels.map(({ title, type }) => `${title} ${type}`);
  expect(titles({ rows: [{ title: 'R', panels: [panel] }] })).toContain('P stat');
  expect(titles({ panels: [{ type: 'row', title: 'R', panels: [panel] }] })).toEqual(['R row', 'P stat']);
  const element = { kind: 'Panel', spec: { title: 'P', vizConfig: { kind: 'stat' } } };
  expect(titles({ elements: { a: element, b: { kind: 'LibraryPanel', spec: { title: 'L' } } } }, 'v2')).toEqual([
    'P stat',
    'L library-panel',
  ]);
});

test('the values of a variable are its options, or what its list says', () => {
  const list: JsonObject[] = [
    { name: 'a', type: 'custom', query: 'Production : prod, test', current: { value: ['$__all'] }, includeAll: true },
    { name: 'b', type: 'query', query: { query: 'label_values(up, job)' }, options: [{ value: '$__all' }, { value: 'x' }] },
    { name: 'c', type: 'query', query: 'label_values(a, b)' },
  ];
  expect(viewOf(stored({ templating: { list } })).variables).toMatchObject([
    { name: 'a', options: ['prod', 'test'], current: ['$__all'], isMulti: true },
    { name: 'b', options: ['x'], query: 'label_values(up, job)', isMulti: false },
    { name: 'c', options: [], query: 'label_values(a, b)' },
  ]);
});

const anything = fc.jsonValue({ maxDepth: 4 });
const shaped = fc.record(
  {
    panels: fc.array(
      fc.record(
        { id: anything, targets: anything, datasource: anything, panels: anything, title: anything },
        { requiredKeys: [] },
      ),
    ),
    rows: anything,
    elements: fc.dictionary(fc.string(), fc.record({ kind: anything, spec: anything })),
    variables: anything,
    templating: fc.record({
      list: fc.array(fc.record({ name: anything, query: anything, options: anything, current: anything })),
    }),
    annotations: anything,
    time: anything,
    tags: anything,
  },
  { requiredKeys: [] },
);

test('whatever a server stores is shown as far as it is a dashboard', () => {
  fc.assert(
    fc.property(shaped, fc.constantFrom('classic' as const, 'v2' as const), (value, schema) => {
      const json: JsonValue = JSON.parse(JSON.stringify(value));
      fc.pre(isObject(json) && !JSON.stringify(json).includes('__proto__'));
      const view = viewOf(stored(readJsonObject({ value: json, what: 'It' }), schema));
      expect(view.panels.every(({ title, type }) => typeof title === 'string' && typeof type === 'string')).toBe(true);
      expect(
        view.variables.every(({ current, options }) => [...current, ...options].every((text) => typeof text === 'string')),
      ).toBe(true);
    }),
    { numRuns: 300 },
  );
});
