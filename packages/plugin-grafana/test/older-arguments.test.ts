import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp, type RecordedRequest, startPlugin } from '@lineclear/testing';
import { documentedLibraries, startContext7Sandbox, startGrafanaSandbox, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, onTestFinished, test } from 'vitest';
import plugin from '../src/index.ts';

const nowMs = Date.UTC(2026, 2, 2, 12);

/** The whole plugin in front of servers of its own, and what they were sent. */
const start = async () => {
  const answers: Readonly<Record<string, unknown>> = {
    query_range: { resultType: 'matrix', result: [] },
    metadata: {},
    labels: ['job'],
    'label/:name/values': ['up'],
  };
  const routes = Object.entries(answers).flatMap(([path, data]) =>
    ['GET', 'POST'].map((method) => ({ method, path: `/api/v1/${path}`, handle: () => ({ json: { status: 'success', data } }) })),
  );
  const prometheus = await fakeHttp({ routes });
  const clock = { now: () => nowMs };
  const [sandbox, context7] = await Promise.all([
    startGrafanaSandbox({ seed: 'tunnel', incidents: true, prometheus: prometheus.url, clock }),
    startContext7Sandbox(),
  ]);
  const connections = { grafana: { grafana: { url: sandbox.url } }, context7: { url: context7.url } };
  const started = await startPlugin({ plugin, connections, clock });
  onTestFinished(async () => {
    await started.close();
    await Promise.all([sandbox.close(), context7.close(), prometheus.close()]);
  });
  const sent = (): readonly RecordedRequest[] => [...sandbox.http.requests, ...context7.http.requests];
  /** Reads, or previews and then confirms. */
  const call = async (tool: string, args: JsonObject): Promise<void> => {
    const { status, ticket } = await started.callTool(tool, args);
    if (status === 'preview') await started.callTool(tool, { ...args, confirm: true, ticket: ticket ?? null });
  };
  return { ...started, call, sent };
};

const valuesOf = ({ query, body, headers }: RecordedRequest, name: string): readonly unknown[] => {
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const inForm = isForm ? [...new URLSearchParams(body).getAll(name)] : [];
  return [query[name], ...inForm].filter((value) => value !== undefined);
};

const labels = { service: 'tunnel' };
const logql = '{service="tunnel"}';
/** What has been asked in a range of time, and what it needs beside. */
const ranged: Readonly<Record<string, JsonObject>> = {
  query_prometheus: { expr: 'up', queryType: 'range' },
  query_prometheus_histogram: { metric: 'up', percentile: 95 },
  list_prometheus_metric_names: {},
  list_prometheus_label_names: {},
  list_prometheus_label_values: { labelName: 'job' },
  query_loki_logs: { logql },
  query_loki_stats: { logql },
  query_loki_patterns: { logql },
  list_loki_label_names: {},
  list_loki_label_values: { labelName: 'service' },
  find_error_pattern_logs: { name: 'An investigation', labels },
  find_slow_requests: { name: 'An investigation', labels },
};
const [from, until] = ['2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z'];
const isAt = (moment: string) => {
  const seconds = Date.parse(moment) / 1_000;
  return new Set([String(seconds), `${seconds}000000000`]);
};

describe.each(Object.entries(ranged))('%s under its older name', (tool, args) => {
  test.each([
    ['startTime', 'endTime'],
    ['start', 'end'],
    ['startRfc3339', 'endRfc3339'],
  ])('takes %s and %s', async (first, last) => {
    const { call, sent } = await start();
    await call(`mcp_grafana_${tool}`, { ...args, [first]: from, [last]: until });
    const ends = sent().flatMap((request) => valuesOf(request, 'end'));
    const starts = sent().flatMap((request) => valuesOf(request, 'start'));
    expect(ends.filter((value) => isAt(until).has(String(value)))).not.toEqual([]);
    expect(starts.filter((value) => isAt(from).has(String(value)))).not.toEqual([]);
  });
});

test.each([
  ['get-library-docs', 'context7CompatibleLibraryID', 'topic'],
  ['mcp_context7_get-library-docs', 'context7CompatibleLibraryID', 'topic'],
  ['mcp_context7_get_library_docs', 'context7CompatibleLibraryID', 'topic'],
  ['query-docs', 'libraryId', 'query'],
  ['query_docs', 'libraryId', 'query'],
  ['query_docs', 'context7CompatibleLibraryID', 'topic'],
  ['mcp_context7_query-docs', 'libraryId', 'query'],
  ['mcp_context7_query_docs', 'libraryId', 'query'],
])('%s takes %s, %s and tokens', async (tool, library, topic) => {
  const { answer, sent } = await start();
  const args = { [library]: documentedLibraries.tunnel, [topic]: 'circuit breaker' };
  const few = await answer(tool, { ...args, tokens: 1_000 });
  const many = await answer(tool, { ...args, tokens: 50_000 });
  expect([few.kind, many.kind]).toEqual(['value', 'value']);
  expect(JSON.stringify(few).length).toBeLessThanOrEqual(JSON.stringify(many).length);
  expect(sent().map(({ query }) => query)).toEqual([
    expect.objectContaining({ libraryId: documentedLibraries.tunnel, query: 'circuit breaker' }),
  ]);
});

test.each(['resolve-library-id', 'mcp_context7_resolve-library-id', 'mcp_context7_resolve_library_id'])(
  '%s takes libraryName',
  async (tool) => {
    const { call, sent } = await start();
    await call(tool, { libraryName: 'tunnel', query: 'breaker' });
    expect(sent().map(({ query }) => query)).toMatchObject([{ libraryName: 'tunnel', query: 'breaker' }]);
  },
);

const rule: JsonObject = {
  title: 'Quiet',
  ruleGroup: 'tunnel',
  condition: 'A',
  for: '5m',
  data: [{ refId: 'A', datasourceUid: 'loki', model: { expr: `sum(count_over_time(${logql}[5m]))` } }],
};
const dashboard = { title: 'Older', panels: [] };
const overview = { uid: tunnel.dashboard, operations: [{ op: 'replace', path: '$.title', value: 'Renamed' }] };

const isWrite = (path: string): boolean => /dashboards\/db$|dashboard\.grafana\.app|alert-rules$/.test(path);

test.each<[string, string, JsonObject]>([
  ['mcp_grafana_create_dashboard', 'folderUid', { dashboard }],
  ['mcp_grafana_create_dashboard', 'folderUID', { dashboard }],
  ['mcp_grafana_update_dashboard', 'folderUid', overview],
  ['mcp_grafana_update_dashboard', 'folderUID', overview],
  ['mcp_grafana_create_alert_rule', 'folderUID', rule],
  ['mcp_grafana_create_alert_rule', 'folderUid', rule],
  ['alerting_manage_rules', 'folder_uid', { ...rule, operation: 'create' }],
  ['mcp_grafana_alerting_manage_rules', 'folderUID', { ...rule, operation: 'create' }],
])('%s takes %s', async (tool, field, args) => {
  const { call, sent } = await start();
  await call(tool, { ...args, [field]: tunnel.folder });
  const [written] = sent().flatMap(({ method, path, json }) => (method !== 'GET' && isWrite(path) ? [json] : []));
  // Of the newer API the folder is an annotation.
  expect(JSON.stringify(written)).toContain(JSON.stringify(tunnel.folder));
});

test.each<[string, JsonObject, string]>([
  ['mcp_grafana_create_alert_rule', {}, 'execErrState'],
  ['alerting_manage_rules', { operation: 'create' }, 'exec_err_state'],
  ['alerting_manage_rules', { operation: 'create' }, 'execErrState'],
])('%s %j takes orgID, which is that of the credentials, and %s', async (tool, args, field) => {
  const { call, sent } = await start();
  await call(tool, { ...rule, ...args, folderUID: tunnel.folder, orgID: 99, [field]: 'KeepLast' });
  const written = sent().find(({ method, path }) => method === 'POST' && path.endsWith('/alert-rules'))?.json;
  expect(written).toMatchObject({ execErrState: 'KeepLast', orgID: 1 });
});

test('mcp_grafana_create_dashboard takes orgID, which is that of the credentials', async () => {
  const { call, sent } = await start();
  await call('mcp_grafana_create_dashboard', { dashboard, orgID: 99 });
  const written = sent().flatMap(({ method, path, json }) => (method !== 'GET' && isWrite(path) ? [json] : []));
  expect(written).toHaveLength(1);
  expect(JSON.stringify(written)).not.toMatch(/orgI[dD]/);
});

test('mcp_grafana_create_incident takes roomPrefix, attachUrl and attachCaption', async () => {
  const { call, sent } = await start();
  await call('mcp_grafana_create_incident', {
    title: 'Open',
    severity: 'critical',
    roomPrefix: 'war-room',
    attachUrl: 'https://grafana.example.com/d/x',
    attachCaption: 'Health',
    isDrill: false,
    status: 'active',
  });
  expect(sent().find(({ path }) => path.endsWith('.CreateIncident'))?.json).toMatchObject({
    roomPrefix: 'war-room',
    attachURL: 'https://grafana.example.com/d/x',
    attachCaption: 'Health',
  });
});

test.each<[string, JsonObject, string, string | undefined]>([
  ['query_prometheus', { expr: 'up', startTime: 'now-1h' }, 'startTime', 'start'],
  ['query_loki_logs', { logql, startRfc3339: from }, 'startRfc3339', 'start'],
  ['get_library_docs', { library_id: '/a/b', context7CompatibleLibraryID: '/a/b' }, 'context7CompatibleLibraryID', 'library_id'],
  ['create_dashboard', { dashboard, folderUid: 'x' }, 'folderUid', 'folder_uid'],
  ['create_incident', { title: 'a', severity: 'minor', roomPrefix: 'x' }, 'roomPrefix', 'room_prefix'],
  ['create_alert_rule', { execErrState: 'OK' }, 'execErrState', 'exec_err_state'],
  ['create_alert_rule', { orgID: 1 }, 'orgID', undefined],
])('%s, the name of today, is strict and names the field of today: %j', async (tool, args, field, today) => {
  const { answer, sent } = await start();
  const message = today === undefined ? 'unknown field' : expect.stringContaining(`"${today}"`);
  expect(await answer(tool, args)).toMatchObject({
    kind: 'error',
    error: { code: 'invalid_input', details: { problems: expect.arrayContaining([{ path: field, message }]) } },
  });
  expect(sent()).toEqual([]);
});
