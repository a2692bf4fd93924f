import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePng } from '../charts/test/decode-png.ts';
import { startSeededPrometheus } from '../prometheus/test/seeded-prometheus.ts';
import { startTools } from '../prometheus/test/start-tools.ts';
import { queryPrometheus } from './query-prometheus.ts';

describe.skipIf(skipWithout(prometheusBinary))('on a real Prometheus', () => {
  let prometheus: Awaited<ReturnType<typeof startSeededPrometheus>>;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus();
  });
  afterAll(() => prometheus.stop());

  const start = () => startTools({ tools: [queryPrometheus], settings: { prometheus: { url: prometheus.url } } });
  const query = async (args: JsonObject, name = 'query_prometheus') => {
    const { callTool } = await start();
    return callTool(name, args);
  };
  const hour = { start: '2026-03-02T11:00:00Z', end: 'now' };

  test('an instant query answers the value of every series now', async () => {
    expect(await query({ expr: 'temperature_celsius' })).toEqual({
      datasource: 'prometheus',
      query_type: 'instant',
      result_type: 'vector',
      end: '2026-03-02T12:00:00.000Z',
      series: [
        { labels: { __name__: 'temperature_celsius', room: 'cellar' }, time: '2026-03-02T12:00:00.000Z', value: 12 },
        { labels: { __name__: 'temperature_celsius', room: 'kitchen' }, time: '2026-03-02T12:00:00.000Z', value: 30 },
        { labels: { __name__: 'temperature_celsius', room: 'oven' }, time: '2026-03-02T12:00:00.000Z', value: 130 },
      ],
      total: 3,
      more: 0,
      warnings: [],
      hints: [],
    });
  });

  test('a range is summarised by series, with the newest points', async () => {
    const answer = await query({ expr: 'temperature_celsius', ...hour, points: 2 });
    expect(answer).toMatchObject({
      query_type: 'range',
      result_type: 'matrix',
      step_seconds: 15,
      start: '2026-03-02T11:00:00.000Z',
    });
    expect(answer['series']).toEqual([
      {
        labels: { __name__: 'temperature_celsius', room: 'cellar' },
        count: 241,
        first: 12,
        last: 12,
        min: 12,
        max: 12,
        avg: 12,
        trend: 'steady',
        not_finite: 0,
        points: [
          ['2026-03-02T11:59:45.000Z', 12],
          ['2026-03-02T12:00:00.000Z', 12],
        ],
        points_left_out: 239,
      },
      expect.objectContaining({ first: 20, last: 30, min: 20, max: 30, avg: 25, trend: 'rising' }),
      expect.objectContaining({ first: 250, last: 130, trend: 'falling' }),
    ]);
  });

  test('NaN and infinities are words, counted apart from the numbers', async () => {
    const [row] = Object((await query({ expr: 'queue_ratio', ...hour, points: 4, step_seconds: 15 }))['series']);
    expect(row).toMatchObject({
      count: 241,
      first: 'NaN',
      last: 'NaN',
      min: 0.5,
      max: 0.5,
      avg: 0.5,
      not_finite: 121,
      trend: 'steady',
    });
    expect(row.points.map(([, value]: [string, unknown]) => value)).toEqual(['+Inf', 0.5, 0.5, 'NaN']);
  });

  test('a series without any number has a hint', async () => {
    expect(await query({ expr: 'sum(queue_ratio) * 0 / 0', ...hour })).toMatchObject({
      series: [{ min: null, max: null, avg: null, last: 'NaN', trend: 'unknown' }],
      hints: [expect.stringContaining('division by zero')],
    });
  });

  test.each([
    ['scalar', 'scalar(sum(temperature_celsius))', { result_type: 'scalar', series: [{ labels: {}, value: 172 }], total: 1 }],
    ['string', '"hello"', { result_type: 'string', text: 'hello', series: [] }],
  ])('a %s has a place too', async (_what, expr, expected) => {
    expect(await query({ expr })).toMatchObject(expected);
  });

  test('a step that would yield more than 11,000 points is raised, and the answer says so', async () => {
    const answer = await query({ expr: 'temperature_celsius{room="oven"}', start: 'now-7d', step_seconds: 1 });
    expect(answer).toMatchObject({ step_seconds: 55, hints: [expect.stringContaining('raised from 1 to 55')], total: 1 });
  });

  test.each(['now-2m', 'now-1h', 'now-1d', 'now-30d', 'now-10y'])(
    'from %s there are points enough and never too many',
    async (from) => {
      const answer = await query({ expr: 'vector(1)', start: from });
      const count = Number(Object(answer['series'])[0].count);
      expect(count).toBeLessThanOrEqual(260);
      expect(count).toBeGreaterThanOrEqual(9);
    },
  );

  test('many series are cut with their number, and raw points share a budget', async () => {
    const expr =
      'label_replace(vector(1), "n", "0", "", "") or label_replace(vector(2), "n", "1", "", "") or temperature_celsius';
    expect(await query({ expr, limit: 2 })).toMatchObject({
      total: 5,
      more: 3,
      hints: [expect.stringContaining('topk')],
    });
  });

  test('a picture of the range is a PNG with a line for every series', async () => {
    const { answer } = await start();
    const found = await answer('query_prometheus', { expr: 'temperature_celsius{room=~"kitchen|oven"}', picture: true });
    if (found.kind !== 'value') throw new Error('no answer');
    expect(found.value).toMatchObject({ query_type: 'range', start: '2026-03-02T11:00:00.000Z', total: 2 });
    const [image] = found.images;
    expect(image?.alt).toContain('2 series: temperature_celsius');
    const picture = decodePng(image?.png ?? new Uint8Array());
    expect(picture.count([47, 111, 222])).toBeGreaterThan(900);
    expect(picture.count([232, 113, 10])).toBeGreaterThan(900);
    expect(image?.png.length).toBeLessThan(100_000);
  });

  describe('what is wrong with a query', () => {
    test.each([
      [
        'sum(rate(http_requests_total[5m]',
        { reason: 'syntax', line: 1, column: 33 },
        'at character 33. The expression ends too early.',
      ],
      ['rate(temperature_celsius)', { reason: 'syntax', line: 1, column: 6 }, 'character 6'],
      ['up +\n  nonsense(', { reason: 'syntax', line: 2 }, 'line 2'],
      [
        'temperature_celsius * on (job) http_requests_total * on () http_requests_total',
        { reason: 'execution' },
        'could not compute',
      ],
    ])('%s', async (expr, details, hint) => {
      await expect(query({ expr })).rejects.toMatchObject({
        code: 'invalid_input',
        hint: expect.stringContaining(hint),
        details: expect.objectContaining(details),
      });
    });

    test('a query that answers, and cannot mean that, has a hint with the repaired one', async () => {
      const expr = 'rate(http_requests_total{code="500"}[5m]) / rate(http_requests_total[5m])';
      const { hints, series } = await query({ expr });
      expect(series).toMatchObject([{ value: 1 }]);
      expect(String(hints)).toMatch(/Try: .*sum/);
    });
  });

  describe('the macros and variables of a panel', () => {
    test.each([
      ['sum(rate(http_requests_total{job="web"}[$__rate_interval]))', {}, '$__rate_interval is 60s here.', 1],
      [
        'sum(increase(http_requests_total{job="web"}[${__range}]))',
        { start: 'now-30m', step_seconds: 1_800 },
        '$__range is 1800s here.',
        1_800,
      ],
      [
        'sum(increase(http_requests_total{job="web"}[$__interval])) / ($__interval_ms / 1000)',
        { start: 'now-30m', step_seconds: 120 },
        '$__interval is 120s here.',
        1,
      ],
    ])('%s', async (expr, args, note, expected) => {
      const { series, hints } = await query({ expr, ...args });
      const [{ value, last = value }] = Object(series);
      expect(last).toBeCloseTo(expected, 0);
      expect(hints).toContain(note);
    });

    test('a variable of a dashboard is nothing that Prometheus knows', async () => {
      const put = 'Put a value in the place of $room, $by: only run_panel_query';
      await expect(query({ expr: 'temperature_celsius{room="$room"} * $by' })).rejects.toMatchObject({
        hint: expect.stringContaining(put),
      });
      expect(await query({ expr: 'temperature_celsius{room="$room"}' })).toMatchObject({
        hints: expect.arrayContaining([expect.stringContaining('in the place of $room:')]),
      });
    });
  });

  describe('an empty result says why', () => {
    test.each([
      ['temperatur_celsius', ['There is no metric temperatur_celsius. Similar ones: temperature_celsius.']],
      ['sum(http_request_total) > 5', [expect.stringContaining('http_requests_total')]],
      ['xyzzy', ['There is no metric xyzzy: list_prometheus_metric_names finds others.']],
      [
        'temperature_celsius{room="kitchn"}',
        ['No series of temperature_celsius has room="kitchn" in this range; it has kitchen.'],
      ],
      [
        'temperature_celsius{room="a"} and on () temperature_celsius{room="oven"} and on () temperature_celsius{room="a"}',
        ['No series of temperature_celsius has room="a" in this range; it has cellar, kitchen, oven.'],
      ],
      ['{room="attic"}', ['The query names no metric to look up: check its labels and the range.']],
      ['temperature_celsius{floor="1"}', ['temperature_celsius has no label floor in this range.']],
      [
        'temperature_celsius > 1000',
        ['Every metric of the query is known around this range: labels, conditions or the exact time leave nothing over.'],
      ],
    ])('%s', async (expr, hints) => {
      expect(await query({ expr })).toMatchObject({ series: [], total: 0, hints });
    });

    test('a range without samples', async () => {
      const args = { expr: 'temperature_celsius', start: '2026-03-01T00:00:00Z', end: '2026-03-01T06:00:00Z' };
      expect(await query(args)).toMatchObject({
        hints: ['temperature_celsius exists and has no samples in this range: try another one.'],
      });
    });
  });

  describe('under its older name', () => {
    const old = 'mcp_grafana_query_prometheus';

    test('it answers in the envelope of Prometheus', async () => {
      const expr = 'temperature_celsius{room="kitchen"}';
      const args = { datasourceUid: 'prometheus', expr, queryType: 'instant', startTime: 'now' };
      expect(await query(args, old)).toEqual({
        status: 'success',
        data: {
          resultType: 'vector',
          result: [{ metric: { __name__: 'temperature_celsius', room: 'kitchen' }, value: [1_772_452_800, '30'] }],
        },
      });
    });

    test.each<JsonObject>([
      { startTime: 'now-1m' },
      { start: 'now-1m' },
      { startRfc3339: '2026-03-02T11:59:00Z' },
      { startTime: 1_772_452_740 },
    ])('a range begins with %j and ends now', async (begin) => {
      const args = { expr: 'temperature_celsius{room="kitchen"}', step: '30s', ...begin };
      const { data } = await query(args, old);
      expect(Object(data).result[0].values).toEqual([
        [1_772_452_740, '29.83333333'],
        [1_772_452_770, '29.91666667'],
        [1_772_452_800, '30'],
      ]);
    });

    test('points that do not fit are counted', async () => {
      const { data, warnings } = await query({ expr: 'temperature_celsius', startTime: 'now-1h', stepSeconds: 5 }, old);
      expect(Object(data).result.map(({ values }: { values: unknown[] }) => values.length)).toEqual([500, 500, 500]);
      expect(warnings).toEqual(['663 older points were left out: use a longer stepSeconds.']);
    });

    test('scalars and NaN are texts', async () => {
      expect(await query({ expr: 'scalar(queue_ratio)', queryType: 'instant' }, old)).toMatchObject({
        data: { resultType: 'scalar', result: [1_772_452_800, 'NaN'] },
      });
    });
  });

  test.each([
    [{}],
    [{ expr: '' }],
    [{ expr: 'up', start: 'yesterday' }],
    [{ expr: 'up', start: 'now', end: 'now-1h' }],
    [{ expr: 'up', query_type: 'both' }],
    [{ expr: 'up', step_seconds: 0 }],
    [{ expr: 'up', limit: 101 }],
    [{ expr: 'up', datasourceUid: 'prometheus' }],
  ])('refuses %j', async (args) => {
    await expect(query(args)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('names the datasource that it does not know', async () => {
    await expect(query({ expr: 'up', datasource_uid: 'other' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'datasource', datasources: [{ uid: 'prometheus', name: 'prometheus' }] },
    });
  });
});
