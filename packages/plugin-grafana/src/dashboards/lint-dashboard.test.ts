import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { expressionsOf, lintDashboard } from './lint-dashboard.ts';

const prometheus = { type: 'prometheus', uid: 'p' };
const loki = { type: 'loki', uid: 'l' };
const mixed = { type: 'datasource', uid: '-- Mixed --' };

const dashboard: JsonObject = {
  title: 'T',
  panels: [
    {
      title: 'Success rate',
      datasource: prometheus,
      targets: [
        { refId: 'A', expr: 'rate(x{status="ok"}[5m]) / rate(x[5m])' },
        { refId: 'B', expr: 'rate(x_total[$__rate_interval])' },
      ],
    },
    {
      title: 'Row',
      type: 'row',
      panels: [
        {
          title: 'Latency',
          datasource: mixed,
          targets: [
            { expr: 'histogram_quantile(0.95, latency_ms)', datasource: prometheus },
            { expr: 'rate({app="$app"})', datasource: loki },
          ],
        },
      ],
    },
    { title: 'SQL', datasource: { type: 'mysql', uid: 'm' }, targets: [{ expr: 'select (' }] },
  ],
  templating: {
    list: [
      { name: 'job', type: 'query', datasource: prometheus, query: { query: 'label_values(up{job=~".*"}, job)', refId: 'A' } },
      { name: 'app', type: 'query', datasource: loki, query: 'label_values({} , app)' },
      { name: 'top', type: 'query', datasource: prometheus, query: 'query_result(sum(up' },
      { name: 'bare', type: 'query', datasource: prometheus, query: 'label_values(instance)' },
      { name: 'metrics', type: 'query', datasource: prometheus, query: 'metrics(up.*)' },
      { name: 'list', type: 'custom', query: 'a,b,(' },
    ],
  },
  annotations: {
    list: [
      { name: 'Deploys', datasource: prometheus, expr: 'changes(deploys)' },
      { name: 'Built in', datasource: { type: 'grafana', uid: '-- Grafana --' } },
    ],
  },
};

test('every expression is checked, and a finding says whose it is', async () => {
  const findings = await lintDashboard({ dashboard });
  expect(findings.map(({ code, owner, path }) => `${code} · ${owner} · ${path}`)).toEqual([
    'ratio_always_one · panel "Success rate" · $.panels[0].targets[0].expr',
    'quantile_not_histogram · panel "Latency" · $.panels[1].panels[0].targets[0].expr',
    'range_missing · panel "Latency" · $.panels[1].panels[0].targets[1].expr',
    'matcher_matches_all · variable "job" · $.templating.list[0].query.query',
    'matcher_missing · variable "app" · $.templating.list[1].query',
    'range_missing · annotation "Deploys" · $.annotations.list[0].expr',
  ]);
  expect(findings[3]).toMatchObject({
    at: { column: 17 },
    expression: 'label_values(up{job=~".*"}, job)',
    repaired: 'label_values(up{}, job)',
  });
  expect(findings[0]).toMatchObject({
    panel: 'Success rate',
    expression: 'rate(x{status="ok"}[5m]) / rate(x[5m])',
    repaired: 'sum(rate(x{status="ok"}[5m])) / sum(rate(x[5m]))',
  });
});

test('what the server knows of its metrics counts', async () => {
  const findings = await lintDashboard({
    dashboard: { panels: [{ title: 'G', datasource: prometheus, targets: [{ expr: 'rate(temperature[10s])' }] }] },
    context: { metricTypes: new Map([['temperature', 'gauge']]), scrapeIntervalMs: 30_000 },
  });
  expect(findings.map(({ code }) => code)).toEqual(['rate_of_gauge', 'range_too_short']);
});

test('the expressions of a dashboard are listed for whoever wants to run them', () => {
  expect(expressionsOf(dashboard).map(({ text }) => text)).toEqual([
    'rate(x{status="ok"}[5m]) / rate(x[5m])',
    'rate(x_total[$__rate_interval])',
    'histogram_quantile(0.95, latency_ms)',
    'rate({app="$app"})',
    'up{job=~".*"}',
    '{}',
    'changes(deploys)',
  ]);
});
