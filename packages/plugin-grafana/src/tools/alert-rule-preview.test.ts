import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { tunnel } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSeededPrometheus } from '../prometheus/test/seeded-prometheus.ts';
import { startSandboxed } from './test/start-alerting.ts';

const ask = (expr: string) => [{ refId: 'A', datasourceUid: 'prometheus', model: { expr } }];
const rangeOf = (expr: string) => [{ refId: 'A', datasourceUid: 'prometheus', model: { expr, range: true } }];
const args = {
  title: 'Slow',
  folder_uid: tunnel.folder,
  rule_group: 'tunnel',
  data: ask('temperature_celsius > 1000'),
  for: '1m',
};

describe.skipIf(skipWithout(prometheusBinary))('the preview of a rule in front of a real Prometheus', () => {
  let prometheus: Awaited<ReturnType<typeof startSeededPrometheus>>;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus();
  });
  afterAll(() => prometheus.stop());
  const start = () => startSandboxed({ prometheus: prometheus.url });

  test.each([
    ['temperature_celsius > 240', { outcome: 'normal', firing: 0, series: 3 }, []],
    ['temperature_celsius < 100', { outcome: 'fires', firing: 2, series: 3 }, ['It would fire now.']],
    [
      'tunnel_is_not_there > 1',
      { outcome: 'no_data', counts_as: 'NoData' },
      [expect.stringContaining('it has no data, which counts as NoData')],
    ],
  ])('evaluates %s', async (expr, evaluation, warnings) => {
    const { previewTool } = await start();
    const preview = await previewTool('create_alert_rule', { ...args, data: rangeOf(expr) });
    expect(preview).toMatchObject({ details: { evaluation }, warnings });
  });

  test('moves a comparison out of a query for one value, and shows the query and the threshold', async () => {
    const { confirmTool, sent } = await start();
    const { preview } = await confirmTool('create_alert_rule', args);
    expect(preview).toMatchObject({
      changes: expect.arrayContaining([expect.stringContaining('$.data[0].model.expr: The comparison with 1000 becomes')]),
      details: {
        evaluation: { outcome: 'normal', firing: 0, series: 3 },
        normalised: expect.arrayContaining([
          expect.objectContaining({ before: 'temperature_celsius > 1000', after: 'temperature_celsius' }),
        ]),
      },
      warnings: [],
    });
    expect(sent().at(-1)?.body).toMatchObject({
      condition: 'C',
      noDataState: 'NoData',
      data: [
        { relativeTimeRange: { from: 600, to: 0 }, model: { expr: 'temperature_celsius', instant: true } },
        { model: { type: 'reduce', reducer: 'last', expression: 'A' } },
        { model: { type: 'threshold', expression: 'B', conditions: [{ evaluator: { type: 'gt', params: [1000] } }] } },
      ],
    });
  });

  test('says what no data means for a comparison that stays in the query', async () => {
    const { previewTool } = await start();
    const given = { ...args, data: ask('temperature_celsius > 2 * temperature_celsius') };
    expect(await previewTool('create_alert_rule', given)).toMatchObject({
      details: {
        evaluation: { outcome: 'no_data', counts_as: 'OK' },
        normalised: expect.arrayContaining([
          expect.objectContaining({ code: 'filter' }),
          expect.objectContaining({ code: 'no_data', after: 'OK', message: expect.stringContaining('absent()') }),
        ]),
      },
      warnings: [expect.stringContaining('all is well, or metric and labels are wrong')],
    });
    expect(await previewTool('create_alert_rule', { ...given, no_data_state: 'NoData' })).toMatchObject({
      warnings: [expect.stringContaining('no_data_state OK does not'), expect.stringContaining('counts as NoData')],
    });
    const firing = ask('temperature_celsius < 2 * temperature_celsius');
    expect(await previewTool('create_alert_rule', { ...args, data: firing })).toMatchObject({
      details: { evaluation: { outcome: 'fires' } },
    });
  });

  test('warns of a query that Prometheus refuses, and of one that means something else than it says', async () => {
    const { previewTool } = await start();
    expect(
      await previewTool('create_alert_rule', { ...args, data: ask('sum by (x) (rate(http_requests_total[5m]') }),
    ).toMatchObject({
      details: { evaluation: { outcome: 'error' } },
      warnings: expect.arrayContaining([expect.stringContaining('Evaluated now, it fails')]),
    });
    const ratio = 'rate(http_requests_total{code="500"}[5m]) / rate(http_requests_total[5m]) > 0.05';
    const preview = await previewTool('create_alert_rule', { ...args, data: ask(ratio) });
    expect(preview).toMatchObject({
      details: { expressions: [expect.objectContaining({ query: 'A', repaired: expect.stringContaining('sum') })] },
      warnings: expect.arrayContaining([expect.stringContaining('Rather: ')]),
    });
  });

  test('knows from Prometheus what a metric is, where its name does not say so', async () => {
    const { previewTool } = await start();
    const about = async () => {
      const preview = await previewTool('create_alert_rule', { ...args, data: ask('rate(go_memstats_alloc_bytes[5m]) > 1') });
      return preview['details'];
    };
    // The metadata comes with the first scrape.
    await expect.poll(about, { timeout: 30_000, interval: 500 }).toMatchObject({
      expressions: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('gauge') })]),
    });
  });
});

test('a condition that leads nowhere, and a query without an expression, are warnings of the preview', async () => {
  const { previewTool } = await startSandboxed();
  const math = (expression: string): JsonObject[] => [
    { refId: 'A', datasourceUid: 'loki', model: { expr: 'sum(rate({job="tunnel"}[5m]))' } },
    { refId: 'B', datasourceUid: '__expr__', model: { type: 'math', expression } },
  ];
  for (const expression of ['$B > 1', '$Z > 1'])
    expect(await previewTool('create_alert_rule', { ...args, data: math(expression), condition: 'B' })).toMatchObject({
      warnings: [expect.stringContaining('it fails: An expression is about a letter that is not there')],
    });
  const data = [{ refId: 'A', datasourceUid: 'loki', model: {} }];
  expect(await previewTool('create_alert_rule', { ...args, data })).toMatchObject({
    warnings: expect.arrayContaining([expect.stringContaining('it has no expression')]),
  });
});
