import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { type SeededPrometheus, startSeededPrometheus, startTunnelService, type TunnelService } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { expressionsOf, lintDashboard } from '../src/dashboards/lint-dashboard.ts';
import { arrayAt, isObject, objectAt, textAt } from '../src/json/json-value.ts';
import { fillMacros } from '../src/prometheus/fill-macros.ts';
import { lintRule } from '../src/rules/lint-rule.ts';
import { exampleDatasources, readDashboards, readRules, readText } from './example/read-example.ts';

interface Named {
  readonly name: string;
  readonly expr: string;
}

const ofDashboard = (dashboard: JsonObject): readonly Named[] =>
  expressionsOf(dashboard).map(({ owner, path, text }) => ({ name: `${textAt(dashboard, 'uid')} ${owner} ${path}`, expr: text }));
const ofRule = (rule: JsonObject): readonly Named[] =>
  arrayAt(rule, 'data').flatMap((query) => {
    const expr = isObject(query) ? textAt(objectAt(query, 'model'), 'expr') : undefined;
    return expr === undefined ? [] : [{ name: textAt(rule, 'uid') ?? '', expr }];
  });

const dashboards = readDashboards();
const rules = readRules();
const exported = [...readText('tunnel.rules').matchAll(/alert: "(.+)"\n +expr: (".+")/g)].map(
  ([, name = '', expr = '']): Named => ({ name, expr: z.string().parse(JSON.parse(expr)) }),
);
const everything = [...dashboards.flatMap(ofDashboard), ...rules.flatMap(ofRule)];
/** What says that something fails has no data while nothing does. */
const onlyWhenFailing = (expr: string): boolean => expr.endsWith(' > 1') && expr.includes('circuit_breaker');

describe.skipIf(skipWithout(prometheusBinary))('a real scrape of the service', () => {
  let service: TunnelService;
  let prometheus: SeededPrometheus;
  beforeAll(async () => {
    service = await startTunnelService();
    // The history ended long ago: whatever is found was scraped.
    const endMs = Date.now() - 30 * 86_400_000;
    prometheus = await startSeededPrometheus({ endMs, minutes: 1, targets: [service.target], rules: readText('tunnel.rules') });
    await vi.waitUntil(async () => (await values('up')).includes(1), { timeout: 30_000, interval: 250 });
  });
  afterAll(async () => {
    await prometheus.stop();
    await service.close();
  });

  const values = async (expr: string): Promise<readonly number[]> => {
    const filled = fillMacros({ expr: asSent(expr), evaluation: { kind: 'instant', timeMs: Date.now() } }).expr;
    const answer = await fetch(`${prometheus.url}/api/v1/query?${String(new URLSearchParams({ query: filled }))}`);
    const { data } = vector.parse(await answer.json());
    return data.result.map(({ value: [, text] }) => Number(text)).filter((value) => Number.isFinite(value));
  };
  const eventually = (expr: string) => expect.poll(() => values(expr), { timeout: 30_000, interval: 250 });

  test('there is something to ask', () => {
    expect(everything.length).toBeGreaterThan(25);
    expect(exported.map(({ name }) => name)).toEqual(rules.map((rule) => textAt(rule, 'title')));
    expect(everything.filter(({ expr }) => onlyWhenFailing(expr))).toHaveLength(dashboards.length);
  });

  test.each(everything.filter(({ expr }) => !onlyWhenFailing(expr)))('$name has data while all is well', async ({ expr }) => {
    await eventually(expr).not.toEqual([]);
  });

  test.each(exported)('$name does not fire while all is well', async ({ expr }) => {
    expect(await values(expr)).toEqual([]);
  });

  test('Prometheus has the rule file, with every rule in it', async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/rules`);
    expect(await answer.json()).toMatchObject({
      data: { groups: [{ name: 'tunnel', interval: 60, rules: exported.map(({ name }) => ({ name })) }] },
    });
  });

  test('the types that the service gives its metrics fit every expression', async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/metadata`);
    const { data } = metadata.parse(await answer.json());
    const metricTypes = new Map(Object.entries(data).flatMap(([name, [first]]) => (first ? [[name, first.type] as const] : [])));
    expect(metricTypes.get('tunnel_request_latency_ms')).toBe('histogram');
    const context = { metricTypes, scrapeIntervalMs: 1_000 };
    for (const dashboard of dashboards) expect(await lintDashboard({ dashboard, context })).toEqual([]);
    for (const rule of rules) expect(await lintRule({ rule, datasources: exampleDatasources, context })).toEqual([]);
  });

  test('the choices of the variable are the jobs that are scraped', async () => {
    const query = String(new URLSearchParams({ 'match[]': 'tunnel_requests_total' }));
    const answer = await fetch(`${prometheus.url}/api/v1/label/job/values?${query}`);
    expect(await answer.json()).toMatchObject({ data: ['tunnel'] });
  });

  describe('while the upstream fails', () => {
    beforeAll(() => service.setMode('failing'));

    test.each(everything)('$name has data', async ({ expr }) => {
      await eventually(expr).not.toEqual([]);
    });

    test.each(dashboards.filter(({ uid }) => uid === 'tunnel-errors').flatMap(ofDashboard))(
      '$name shows it',
      async ({ expr }) => {
        await eventually(expr).toContainEqual(expect.toSatisfy((value: number) => value > 0));
      },
    );

    test.each(exported)('$name fires', async ({ expr }) => {
      await eventually(expr).toHaveLength(1);
    });
  });
});

/** With the values of the dashboard's variables, as Grafana puts them in. */
const asSent = (expr: string): string => expr.replaceAll('${job:regex}', 'tunnel');

const vector = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });
const types = ['counter', 'gauge', 'histogram', 'summary', 'gaugehistogram', 'info', 'stateset', 'unknown'] as const;
const metadata = z.object({ data: z.record(z.string(), z.array(z.object({ type: z.enum(types) }))) });
