import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseDashboard } from './normalise-dashboard.ts';

const datasources = [{ uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true }];

const nested = (depth: number): unknown => (depth === 0 ? 1 : { inner: nested(depth - 1) });

test.each<[string, unknown, string]>([
  ['a text', 'dashboard', 'not_an_object'],
  ['a list', [], 'not_an_object'],
  ['nothing', undefined, 'not_json'],
  ['what is nested deeply', { title: 'T', panels: nested(100) }, 'too_deep'],
  ['what is nested so deeply that a stack would end', JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`), 'too_deep'],
  ['a huge list', { title: 'T', panels: Array.from({ length: 300_000 }, () => 1) }, 'too_large'],
  ['huge texts', { title: 'T', description: 'x'.repeat(9_000_000), more: 1 }, 'too_large'],
  ['thousands of panels', { title: 'T', panels: Array.from({ length: 1_001 }, () => ({ type: 'stat' })) }, 'too_many_panels'],
  [
    'thousands of panels in rows',
    { title: 'T', rows: [{ panels: Array.from({ length: 1_001 }, () => ({ type: 'stat' })) }] },
    'too_many_panels',
  ],
  ['a key that reaches the prototype', JSON.parse('{"title":"T","panels":[{"__proto__":{"type":"graph"}}]}'), 'forbidden_key'],
  ['a function', { title: 'T', panels: () => 1 }, 'not_json'],
  ['a number that is none', { title: 'T', version: Number.NaN }, 'not_json'],
  ['no title', { panels: [] }, 'title'],
  ['an empty title', { title: '  ' }, 'title'],
])('%s is refused', (_case, dashboard, reason) => {
  expect(() => normaliseDashboard({ dashboard, datasources })).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: expect.objectContaining({ reason }) }),
  );
});

test('a link that a browser would run is said, wherever it is, and stays for its author', () => {
  const links = [{ url: ' java\nscript:alert(1)' }, { url: 'https://example.com/?next=javascript:1' }, { url: '/d/x' }, {}];
  const panel = { id: 1, type: 'stat', links, fieldConfig: { defaults: { links } }, gridPos: { x: 0, y: 0, w: 6, h: 4 } };
  const { dashboard, findings } = normaliseDashboard({ dashboard: { title: 'T', links, panels: [panel] }, datasources });
  expect(findings.flatMap(({ code, path }) => (code === 'link_address' ? [path] : []))).toEqual([
    '$.links[0].url',
    '$.panels[0].links[0].url',
    '$.panels[0].fieldConfig.defaults.links[0].url',
  ]);
  expect(dashboard).toMatchObject({ links, panels: [{ links }] });
});

const types = [
  'graph',
  'singlestat',
  'table-old',
  'grafana-piechart-panel',
  'worldmap',
  'natel-discrete',
  'row',
  'text',
  'timeseries',
  'stat',
  'logs',
];
const scalar = fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean(), fc.constant(null));
const junk = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), scalar, { maxKeys: 3 });
const reference = fc.oneof(
  fc.constantFrom('prom-1', 'Metrics', 'gone', 'default', '${ds}', '-- Mixed --', ''),
  junk,
  fc.record({ uid: fc.constantFrom('prom-1', 'gone', '$ds') }),
);
const position = fc.oneof(
  fc.record({
    x: fc.integer({ min: -2, max: 30 }),
    y: fc.nat(40),
    w: fc.integer({ min: 0, max: 30 }),
    h: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({ x: fc.integer(), y: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
);
const target = fc.record(
  {
    refId: scalar,
    expr: fc.string(),
    datasource: reference,
    datasourceUid: scalar,
    legendFormat: fc.constantFrom('{{a}}', '{{ $labels.a }}', '{{'),
  },
  { requiredKeys: [] },
);
const legacy = fc.record(
  {
    yaxes: fc.array(fc.oneof(junk, fc.record({ format: fc.string(), min: scalar, logBase: scalar })), { maxLength: 2 }),
    xaxis: fc.record({ mode: fc.constantFrom('time', 'series', 'histogram') }),
    thresholds: fc.oneof(
      fc.constant('1,5'),
      fc.array(fc.record({ value: fc.integer(), op: fc.constantFrom('gt', 'lt') }), { maxLength: 2 }),
    ),
    aliasColors: junk,
    seriesOverrides: fc.array(junk, { maxLength: 2 }),
    valueMaps: fc.array(fc.record({ value: fc.constantFrom('1', '__proto__'), text: fc.string() }), { maxLength: 2 }),
    stack: fc.boolean(),
    alert: junk,
    content: fc.string(),
  },
  { requiredKeys: [] },
);
const flatPanel = fc
  .tuple(
    fc.record(
      {
        type: fc.constantFrom(...types),
        id: scalar,
        title: scalar,
        datasource: reference,
        gridPos: position,
        targets: fc.array(target, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    legacy,
    junk,
  )
  .map(([own, old, more]) => ({ ...more, ...old, ...own }));
const panel = fc
  .tuple(flatPanel, fc.array(flatPanel, { maxLength: 2 }))
  .map(([own, inner]) => (own.type === 'row' ? { ...own, panels: inner } : own));
const variable = fc.record(
  {
    name: scalar,
    type: fc.constantFrom('query', 'custom', 'datasource', 'adhoc'),
    query: scalar,
    datasource: reference,
    refresh: scalar,
  },
  { requiredKeys: [] },
);
const annotation = fc.record(
  { name: scalar, enable: scalar, datasource: reference, titleFormat: fc.constantFrom('{{ $labels.a }}', '{{', 'x') },
  { requiredKeys: [] },
);
const anyDashboard = fc
  .tuple(
    fc.record(
      {
        uid: scalar,
        schemaVersion: scalar,
        time: fc.oneof(junk, scalar),
        refresh: scalar,
        panels: fc.oneof(
          fc.array(fc.oneof({ arbitrary: panel, weight: 9 }, { arbitrary: scalar, weight: 1 }), { maxLength: 8 }),
          scalar,
        ),
        rows: fc.oneof(
          fc.array(
            fc.record(
              { title: scalar, collapse: fc.boolean(), panels: fc.array(flatPanel, { maxLength: 3 }) },
              { requiredKeys: [] },
            ),
            { maxLength: 2 },
          ),
          scalar,
        ),
        templating: fc.oneof(fc.record({ list: fc.array(variable, { maxLength: 3 }) }), scalar),
        annotations: fc.oneof(fc.record({ list: fc.array(annotation, { maxLength: 2 }) }), scalar),
      },
      { requiredKeys: [] },
    ),
    junk,
  )
  .map(([own, more]) => ({ ...more, ...own, title: 'Some title' }));

test('a second time changes nothing, panels never overlap, and what was changed is said', () => {
  fc.assert(
    fc.property(anyDashboard, (dashboard) => {
      const before = structuredClone(dashboard);
      const once = normaliseDashboard({ dashboard, datasources });
      const twice = normaliseDashboard({ dashboard: once.dashboard, datasources });
      expect(dashboard).toEqual(before);
      expect(twice.dashboard).toEqual(once.dashboard);
      for (const finding of twice.findings) expect(finding.after).toEqual(finding.before);
      if (JSON.stringify(once.dashboard) !== JSON.stringify(before)) expect(once.findings.length).toBeGreaterThan(0);
      expect(JSON.stringify(once.dashboard)).toBe(JSON.stringify(JSON.parse(JSON.stringify(once.dashboard))));
    }),
    { numRuns: 400 },
  );
});

test('fields that nobody knows stay, at every level', () => {
  const unknown = { xUnknown: { deep: [1, { more: 'kept' }] } };
  const { dashboard } = normaliseDashboard({
    datasources,
    dashboard: {
      title: 'T',
      ...unknown,
      panels: types.map((type) => ({
        type,
        ...unknown,
        targets: [{ expr: 'up', ...unknown }],
        gridPos: { x: 0, y: 0, w: 4, h: 4, ...unknown },
        options: unknown,
        fieldConfig: { defaults: unknown, overrides: [unknown] },
      })),
      templating: { ...unknown, list: [{ name: 'a', type: 'query', datasource: 'prom-1', ...unknown }] },
      annotations: { ...unknown, list: [{ name: 'a', datasource: 'prom-1', ...unknown }] },
    },
  });
  expect(dashboard).toMatchObject({
    ...unknown,
    panels: types.map(() => ({
      ...unknown,
      targets: [unknown],
      gridPos: unknown,
      options: unknown,
      fieldConfig: { defaults: unknown, overrides: expect.arrayContaining([unknown]) },
    })),
    templating: { ...unknown, list: [unknown] },
    annotations: { ...unknown, list: [unknown] },
  });
});
