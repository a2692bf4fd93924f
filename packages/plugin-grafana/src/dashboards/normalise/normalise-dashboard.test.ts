import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import type { KnownDatasource } from './datasource-reference.ts';
import { normaliseDashboard } from './normalise-dashboard.ts';

const datasources: readonly KnownDatasource[] = [
  { uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true },
  { uid: 'loki-1', name: 'Logs', type: 'loki', isDefault: false },
];
const prometheus = { type: 'prometheus', uid: 'prom-1' };
const loki = { type: 'loki', uid: 'loki-1' };

const normalised = (dashboard: JsonObject) => normaliseDashboard({ dashboard: { title: 'T', ...dashboard }, datasources });
const panelsOf = (panels: readonly JsonValue[]) => normalised({ panels }).dashboard['panels'];
const codesOf = (dashboard: JsonObject) => normalised(dashboard).findings.map(({ code, path }) => `${code} ${path}`);

test('a dashboard as people write it becomes one that Grafana would have saved', () => {
  const { dashboard, findings } = normaliseDashboard({
    datasources,
    dashboard: {
      title: 'Tunnel Health',
      tags: ['tunnel'],
      panels: [
        { title: 'Rate', type: 'graph', targets: [{ expr: 'rate(x_total[5m])', datasourceUid: 'prom-1' }] },
        { title: 'Errors', type: 'graph', targets: [{ refId: 'A', expr: '{app="x"} |= "error"', datasourceUid: 'loki-1' }] },
      ],
      templating: { list: [{ name: 'instance', type: 'query', datasource: 'prom-1', query: 'label_values(x_total, instance)' }] },
    },
  });
  expect(dashboard).toMatchObject({
    uid: 'tunnel-health',
    schemaVersion: 42,
    tags: ['tunnel'],
    time: { from: 'now-6h', to: 'now' },
    refresh: '',
    panels: [
      {
        id: 1,
        type: 'timeseries',
        datasource: prometheus,
        gridPos: { x: 0, y: 0, w: 12, h: 8 },
        targets: [{ refId: 'A', expr: 'rate(x_total[5m])', datasource: prometheus }],
      },
      {
        id: 2,
        type: 'timeseries',
        datasource: loki,
        gridPos: { x: 12, y: 0, w: 12, h: 8 },
        targets: [{ refId: 'A', datasource: loki }],
      },
    ],
    templating: { list: [{ name: 'instance', datasource: prometheus, refresh: 1 }] },
  });
  expect(dashboard).not.toHaveProperty('panels.0.targets.0.datasourceUid');
  expect(findings).toContainEqual({
    code: 'panel_type',
    path: '$.panels[0].type',
    message: '"Rate" is of a type that Grafana no longer has; "timeseries" replaced it.',
    before: 'graph',
    after: 'timeseries',
  });
  expect(findings).toContainEqual({
    code: 'variable_unused',
    path: '$.templating.list[0]',
    message: 'Nothing uses the variable "instance".',
    before: undefined,
    after: undefined,
  });
});

test.each([
  ['Tunnel Health', 'tunnel-health'],
  ['  Ärger & Café — 99.9 %!  ', 'arger-cafe-99-9'],
  ['x'.repeat(60), 'x'.repeat(40)],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('the uid of %j is %s', (title, uid) => {
  expect(normaliseDashboard({ dashboard: { title }, datasources }).dashboard['uid']).toBe(uid);
});

test('a uid that Grafana accepts stays, another one is rewritten, and a title of signs has none', () => {
  expect(normalised({ uid: 'My_UID-1' }).dashboard['uid']).toBe('My_UID-1');
  expect(normalised({ uid: 'my uid!' }).dashboard['uid']).toBe('my-uid');
  expect(normaliseDashboard({ dashboard: { title: '日本' }, datasources }).dashboard).not.toHaveProperty('uid');
});

test('the version is raised only where nothing is left that Grafana itself must migrate', () => {
  const version = (dashboard: JsonObject) => normalised(dashboard).dashboard['schemaVersion'];
  expect([version({}), version({ schemaVersion: 39 }), version({ schemaVersion: 45 }), version({ schemaVersion: 16 })]).toEqual([
    42, 42, 45, 16,
  ]);
  const hidden = { schemaVersion: 36, panels: [{ type: 'timeseries', options: { legend: { displayMode: 'hidden' } } }] };
  expect(version(hidden)).toBe(36);
  expect(codesOf(hidden)).toContain('schema_version_old $.schemaVersion');
});

test('panels keep the first number of their kind and get one where they have none', () => {
  const panels = panelsOf([
    { id: 4, type: 'stat' },
    { id: 4, type: 'stat' },
    { type: 'stat' },
    { id: -1, type: 'stat' },
    { id: 9, type: 'row', collapsed: true, panels: [{ id: 4, type: 'stat' }] },
  ]);
  expect(panels).toMatchObject([{ id: 4 }, { id: 10 }, { id: 11 }, { id: 12 }, { id: 9, panels: [{ id: 13 }] }]);
});

test('a panel with a place keeps it, and the others follow below', () => {
  const panels = panelsOf([
    { type: 'stat', gridPos: { x: 6, y: 2, w: 6, h: 5 } },
    { type: 'timeseries' },
    { type: 'stat', gridPos: { x: 8, y: 4, w: 6, h: 5 } },
    { type: 'timeseries', gridPos: { x: 20, y: 0, w: 12, h: 8 } },
  ]);
  expect(panels).toMatchObject([
    { gridPos: { x: 6, y: 2, w: 6, h: 5 } },
    { gridPos: { x: 0, y: 7, w: 12, h: 8 } },
    { gridPos: { x: 12, y: 7, w: 6, h: 5 } },
    { gridPos: { x: 0, y: 15, w: 12, h: 8 } },
  ]);
});

test('with rows every panel stays in its own', () => {
  const panels = panelsOf([
    { type: 'row', title: 'One', gridPos: { x: 0, y: 0, w: 24, h: 1 } },
    { type: 'timeseries' },
    { type: 'row', title: 'Two', gridPos: { x: 0, y: 1, w: 24, h: 1 } },
    { type: 'timeseries', gridPos: { x: 0, y: 2, w: 24, h: 6 } },
    { type: 'row', title: 'Closed', collapsed: true, panels: [{ type: 'stat' }, { type: 'stat' }] },
  ]);
  expect(panels).toMatchObject([
    { gridPos: { y: 0, h: 1 } },
    { gridPos: { x: 0, y: 1, w: 12, h: 8 } },
    { gridPos: { x: 0, y: 9, w: 24, h: 1 } },
    { gridPos: { x: 0, y: 10, w: 24, h: 6 } },
    { gridPos: { x: 0, y: 16, w: 24, h: 1 }, panels: [{ gridPos: { x: 0, y: 17 } }, { gridPos: { x: 6, y: 17 } }] },
  ]);
});

test('rows that hold their panels are rows followed by them', () => {
  const { dashboard } = normalised({
    rows: [
      {
        title: 'CPU',
        panels: [
          { type: 'stat', span: 4 },
          { type: 'graph', span: 8 },
        ],
      },
      { title: 'Off', collapse: true, panels: [{ type: 'stat' }] },
    ],
  });
  expect(dashboard).not.toHaveProperty('rows');
  expect(dashboard['panels']).toMatchObject([
    { type: 'row', title: 'CPU' },
    { type: 'stat', gridPos: { w: 8 } },
    { type: 'timeseries', gridPos: { w: 16 } },
    { type: 'row', title: 'Off', collapsed: true, panels: [{ type: 'stat' }] },
  ]);
});

test.each<[string, JsonValue, JsonValue]>([
  ['a uid', 'prom-1', prometheus],
  ['a name', 'Logs', loki],
  ['a name in other letters', 'METRICS', prometheus],
  ['the default', 'default', prometheus],
  ['mixed', '-- Mixed --', { type: 'datasource', uid: '-- Mixed --' }],
  ['a variable', '${source}', { type: 'loki', uid: '${source}' }],
  ['a uid alone', { uid: 'loki-1' }, loki],
  ['a type alone', { type: 'prometheus' }, prometheus],
  ['a name for a uid', { type: 'loki', uid: 'Logs' }, loki],
  ['a wrong type', { type: 'loki', uid: 'prom-1' }, prometheus],
  ['what is right', prometheus, prometheus],
  ['nobody knows', 'gone', { uid: 'gone' }],
])('a datasource by %s', (_case, datasource, expected) => {
  const templating = { list: [{ name: 'source', type: 'datasource', query: 'loki' }] };
  const { dashboard, findings } = normalised({
    templating,
    panels: [{ type: 'stat', id: 1, datasource, gridPos: { x: 0, y: 0, w: 1, h: 1 } }],
  });
  expect(dashboard).toMatchObject({ panels: [{ datasource: expected }] });
  expect(findings.some(({ code }) => code === 'datasource_unknown')).toBe(datasource === 'gone');
  expect(findings.some(({ code }) => code.startsWith('datasource'))).toBe(datasource !== expected);
});

test('where no datasource can be listed, none is called unknown', () => {
  const panels = [
    { type: 'stat', datasource: 'some-uid' },
    { type: 'stat', datasource: { type: 'loki', uid: 'other' } },
  ];
  const { dashboard, findings } = normaliseDashboard({ dashboard: { title: 'T', panels }, datasources: [] });
  expect(dashboard).toMatchObject({
    panels: [{ datasource: { uid: 'some-uid' } }, { datasource: { type: 'loki', uid: 'other' } }],
  });
  expect(findings.map(({ code }) => code)).not.toContain('datasource_unknown');
});

test('a panel whose queries go to several datasources is mixed, and one that names none gets what its queries look like', () => {
  expect(
    panelsOf([
      {
        type: 'stat',
        targets: [
          { expr: 'up', datasource: prometheus },
          { expr: '{a="b"}', datasource: 'loki-1' },
        ],
      },
      { type: 'stat', targets: [{ expr: 'sum(rate({app="x"} |= "y" [5m]))' }] },
      { type: 'stat', targets: [{ expr: 'up{job="a"}' }] },
      { type: 'text' },
    ]),
  ).toMatchObject([{ datasource: { uid: '-- Mixed --' } }, { datasource: loki }, { datasource: prometheus }, {}]);
});

test('queries have letters of their own and legends that Prometheus understands', () => {
  expect(
    panelsOf([
      { type: 'stat', targets: [{ refId: 'B' }, {}, { refId: 'B', legendFormat: '{{ $labels.job }} of {{instance}}' }] },
    ]),
  ).toMatchObject([{ targets: [{ refId: 'B' }, { refId: 'A' }, { refId: 'C', legendFormat: '{{job}} of {{instance}}' }] }]);
});

test('variables that nothing uses and names that no variable has are said', () => {
  const { findings } = normalised({
    templating: {
      list: [
        { name: 'used', type: 'query', refresh: 1, datasource: prometheus, query: 'label_values(x{a="$other"}, b)' },
        { name: 'other', type: 'custom', query: 'a,b' },
        { name: 'repeated', type: 'custom', query: 'a' },
        { name: 'filters', type: 'adhoc' },
        { name: 'lonely', type: 'custom', query: '$lonely' },
        { name: 'bad name', type: 'custom' },
        { name: 'used', type: 'custom' },
      ],
    },
    panels: [
      {
        id: 1,
        type: 'stat',
        title: 'costs $5 or $price',
        repeat: 'repeated',
        gridPos: { x: 0, y: 0, w: 1, h: 1 },
        datasource: prometheus,
        targets: [{ refId: 'A', expr: 'rate(x{u="$used", g="${gone:regex}"}[$__rate_interval])' }],
      },
    ],
  });
  const said = findings.filter(({ code }) => code.startsWith('variable')).map(({ code, message }) => `${code}: ${message}`);
  expect(said).toEqual([
    'variable_name: The name of a variable has letters, digits and _ only; others cannot be written into a query.',
    'variable_name: Two variables are called "used".',
    'variable_unused: Nothing uses the variable "lonely".',
    'variable_unused: Nothing uses the variable "bad name".',
    'variable_undefined: There is no variable "gone": the text is sent as it is.',
  ]);
});

test('annotation queries are on, have a datasource, and templates that can be filled in', () => {
  const { dashboard, findings } = normalised({
    annotations: {
      list: [
        { name: 'Deploys', datasource: 'Metrics', expr: 'x', titleFormat: 'of {{ $labels.job }}', textFormat: 'open {{' },
        { enable: false, name: 'Off', datasource: prometheus },
      ],
    },
  });
  expect(dashboard['annotations']).toEqual({
    list: [
      { name: 'Deploys', datasource: prometheus, expr: 'x', enable: true, titleFormat: 'of {{job}}', textFormat: 'open {{' },
      { enable: false, name: 'Off', datasource: prometheus },
    ],
  });
  expect(findings.filter(({ code }) => code === 'annotation_template').map(({ path }) => path)).toEqual([
    '$.annotations.list[0].titleFormat',
    '$.annotations.list[0].textFormat',
  ]);
});
