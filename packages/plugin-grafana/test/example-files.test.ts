import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@lineclear/core/plugin';
import { type ServiceBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import grafana from '../src/index.ts';
import { lintDashboard } from '../src/dashboards/lint-dashboard.ts';
import { normaliseDashboard } from '../src/dashboards/normalise/normalise-dashboard.ts';
import { panelsOf } from '../src/dashboards/normalise/panels.ts';
import { arrayAt, isObject, numberAt, objectAt, textAt, valueAt } from '../src/json/json-value.ts';
import { normaliseRule } from '../src/rules/normalise-rule.ts';
import { toPrometheusRules } from '../src/rules/to-prometheus-rules.ts';
import { anchorsOf, exampleDatasources, readDashboards, readRules, readText } from './example/read-example.ts';

const dashboards = readDashboards();
const rules = readRules();
const named = (key: string) => (object: JsonObject) => [textAt(object, key) ?? '', object] as const;
const context = { scrapeIntervalMs: 15_000 };

test('there are three dashboards and three alerts', () => {
  expect(dashboards.map(({ uid, title }) => [uid, title])).toEqual([
    ['tunnel-errors', 'Tunnel Errors'],
    ['tunnel-health', 'Tunnel Health'],
    ['tunnel-performance', 'Tunnel Performance'],
  ]);
  expect(rules.map(({ uid }) => uid)).toEqual(['tunnel-circuit-breaker-open', 'tunnel-error-share-high', 'tunnel-latency-high']);
});

test.each(dashboards.map(named('uid')))("%s is as today's Grafana would have saved it", async (_uid, dashboard) => {
  const normalised = normaliseDashboard({ dashboard, datasources: exampleDatasources });
  expect(normalised).toEqual({ dashboard, findings: [] });
  expect(await lintDashboard({ dashboard, context })).toEqual([]);
  const variables = arrayAt(objectAt(dashboard, 'templating'), 'list');
  expect(variables).toContainEqual(expect.objectContaining({ name: 'datasource', type: 'datasource', query: 'prometheus' }));
  // Which server is asked is chosen by the variable alone.
  for (const { panel } of panelsOf(dashboard)) {
    expect(objectAt(panel, 'datasource')).toEqual({ type: 'prometheus', uid: '${datasource}' });
    for (const target of arrayAt(panel, 'targets'))
      expect(target).toMatchObject({ datasource: { uid: '${datasource}' }, expr: expect.stringContaining('$') });
  }
});

test.each(rules.map(named('uid')))('%s is a rule without a mistake, and says what a notification needs', async (_uid, rule) => {
  const normalised = await normaliseRule({ rule, datasources: exampleDatasources, context });
  // The organisation is that of the credentials.
  expect(normalised).toEqual({ rule: { ...rule, orgID: 1 }, findings: [], expressions: [] });
  expect(rule['labels']).toEqual({
    severity: expect.stringMatching(/^(critical|warning)$/),
    component: expect.stringMatching(/^(tunnel|circuit-breaker)$/),
  });
  for (const name of ['summary', 'description', 'runbook_url', 'dashboard_url'])
    expect(textAt(objectAt(rule, 'annotations'), name)).toMatch(/\S/);
});

describe('links', () => {
  const guide = anchorsOf(readText('MONITORING.md'));
  const uids = new Set(dashboards.map((dashboard) => textAt(dashboard, 'uid')));
  const panelIds = new Map(
    dashboards.map((dashboard) => [
      textAt(dashboard, 'uid'),
      new Set(panelsOf(dashboard).map(({ panel }) => numberAt(panel, 'id'))),
    ]),
  );
  const expectThere = (link: string): void => {
    const { pathname, hash, searchParams } = new URL(link, 'http://grafana.example');
    if (pathname.endsWith('/MONITORING.md')) {
      if (hash !== '') expect([...guide]).toContain(hash.slice(1));
      return;
    }
    const [, uid] = /^\/d\/([\w-]+)$/.exec(pathname) ?? [];
    expect([...uids]).toContain(uid);
    const panel = searchParams.get('viewPanel');
    if (panel !== null) expect([...(panelIds.get(uid) ?? [])]).toContain(Number(panel));
  };

  test.each(dashboards.map(named('uid')))('of %s lead to the other two and to the guide', (uid, dashboard) => {
    const links = arrayAt(dashboard, 'links')
      .filter(isObject)
      .map((link) => textAt(link, 'url') ?? '');
    expect(links).toHaveLength(3);
    for (const other of uids) if (other !== uid) expect(links).toContain(`/d/${other}`);
    for (const link of [...links, ...panelLinks(dashboard)]) expectThere(link);
  });

  test.each(rules.map(named('uid')))('of %s lead to its place in the guide and to a panel', (uid, rule) => {
    const annotations = objectAt(rule, 'annotations');
    const runbook = textAt(annotations, 'runbook_url') ?? '';
    expect(new URL(runbook).hash).toBe(`#${uid}`);
    expect(guide).toContain(uid);
    expectThere(runbook);
    const [dashboard, panel] = [textAt(annotations, '__dashboardUid__'), textAt(annotations, '__panelId__')];
    expect(textAt(annotations, 'dashboard_url')).toBe(`/d/${dashboard}?viewPanel=${panel}&var-job={{ $labels.job }}`);
    expectThere(textAt(annotations, 'dashboard_url') ?? '');
  });

  test.each(['README.md', 'MONITORING.md'])('of %s lead to files and headings', (name) => {
    const links = [...readText(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links).not.toEqual([]);
    for (const link of links) {
      const [file = '', hash] = link.split('#');
      const text = readText(file === '' ? name : file);
      if (hash !== undefined) expect([...anchorsOf(text)]).toContain(hash);
    }
  });
});

test('every call that the texts name is a tool or another name of one', () => {
  const names = new Set(grafana.tools.flatMap(({ name, aliases = [] }) => [name, ...aliases.map((alias) => alias.name)]));
  const verbs = /`((?:mcp_grafana_)?(?:add|create|delete|find|get|list|query|resolve|run|search|update)_\w+)`/g;
  const called = ['README.md', 'MONITORING.md'].flatMap((name) =>
    [...readText(name).matchAll(verbs)].map(([, call = '']) => call),
  );
  expect(called.length).toBeGreaterThan(15);
  expect(called.filter((call) => !names.has(call))).toEqual([]);
});

test('the rule file is what the alerts export to, and nothing is lost', () => {
  const { yaml, notes } = toPrometheusRules({ group: 'tunnel', intervalS: 60, rules });
  expect(readText('tunnel.rules')).toBe(yaml);
  expect(notes).toEqual([]);
});

const promtool: ServiceBinary = { command: 'promtool', apt: 'prometheus' };

test.skipIf(skipWithout(promtool))('promtool accepts the rule file', () => {
  const file = fileURLToPath(new URL('../../../examples/grafana/tunnel.rules', import.meta.url));
  const said = execFileSync(promtool.command, ['check', 'rules', file], { encoding: 'utf8', timeout: 20_000 });
  expect(said).toContain('SUCCESS: 3 rules found');
});

const panelLinks = (dashboard: JsonObject): readonly string[] =>
  panelsOf(dashboard).flatMap(({ panel }) =>
    arrayAt(panel, 'links').flatMap((link) => (isObject(link) ? [String(valueAt(link, 'url'))] : [])),
  );
