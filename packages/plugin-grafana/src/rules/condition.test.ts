import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json/json-value.ts';
import { compared, instant, normalised } from './test/normalised.ts';

const gt = (limit: number) => ({
  type: 'threshold',
  expression: 'B',
  conditions: [{ evaluator: { type: 'gt', params: [limit] } }],
});
const lt = (limit: number) => ({
  type: 'threshold',
  expression: 'B',
  conditions: [{ evaluator: { type: 'lt', params: [limit] } }],
});
const math = (expression: string) => ({ type: 'math', expression });

describe.each<[string, (expr: string) => JsonObject]>([
  ['instant', instant],
  ['range', (expr) => ({ ...instant(expr), model: { expr, range: true } })],
])('a comparison with a number in an %s query becomes the threshold', (_kind, query) => {
  test.each<[string, string, JsonObject]>([
    ['rate(errors_total[5m]) > 0.05', 'rate(errors_total[5m])', gt(0.05)],
    ['up == 0', 'up', math('$B == 0')],
    ['up != 1', 'up', math('$B != 1')],
    ['x >= 1e-7', 'x', math('$B >= 1e-7')],
    ['(x <= 5)', 'x', math('$B <= 5')],
    ['((x)) > ((5)) # too many', 'x', gt(5)],
    ['(x > 5) # too many', 'x', gt(5)],
    ['x # what\n > # than\n 5', 'x', gt(5)],
    ['0.05 < x', 'x', gt(0.05)],
    ['5 >= x', 'x', math('$B <= 5')],
    ['0 == up', 'up', math('$B == 0')],
    ['0.9 > (a / b)', 'a / b', lt(0.9)],
    ['temperature > -5', 'temperature', gt(-5)],
    ['temperature < - 5', 'temperature', lt(-5)],
    ['memory_bytes > 512 * 1024 * 1024', 'memory_bytes', gt(536_870_912)],
    ['a / b offset 5m > 3', 'a / b offset 5m', gt(3)],
    ['-x > 0x10', '-x', gt(16)],
    ['time() - x > 300', 'time() - x', gt(300)],
    ['count(up == 0) > 2', 'count(up == 0)', gt(2)],
  ])('%s', async (text, expr, model) => {
    const { rule, findings } = await normalised({ condition: 'A', data: [query(text)] });
    expect(rule).toMatchObject({
      condition: 'C',
      data: [{ model: { expr } }, { model: { type: 'reduce', expression: 'A', reducer: 'last' } }, { model }],
    });
    expect(findings).toContainEqual(expect.objectContaining({ code: 'comparison', before: text, after: expr }));
  });
});

test.each([
  'a > b',
  'a > on() group_left b',
  'a > 1 and on() b > 2',
  'up == 0 or absent(up)',
  'x > 5 unless on() maintenance == 1',
  'absent(up{job="tunnel"})',
  'sum(up == 0)',
  'x > scalar(y)',
  'x > Inf',
  'x > 017',
  'x > 5 offset 5m',
])('%s stays in the query, which fires for every series that it leaves', async (text) => {
  const data = [{ ...instant(text), queryType: 'range', model: { expr: text, range: true } }];
  const { rule, findings } = await normalised({ condition: 'A', data, noDataState: null });
  expect(rule).toMatchObject({
    condition: 'C',
    data: [
      { queryType: '', model: { expr: text, instant: true, range: false } },
      { model: { type: 'reduce' } },
      { model: math('is_number($B) || is_inf($B)') },
    ],
    noDataState: 'OK',
  });
  expect(findings).toContainEqual(expect.objectContaining({ code: 'filter', before: text, after: text }));
  expect(findings).toContainEqual(expect.objectContaining({ code: 'no_data', before: null, after: 'OK' }));
});

test.each([
  ['up', '$B != 0'],
  ['x > 5 or vector(0)', '$B != 0'],
  ['a or b > 5', '$B != 0'],
  ['a unless b', '$B != 0'],
  ['vector(scalar(x > 5))', '$B != 0'],
])('%s is compared with nothing, and stays true for what Grafana takes for true', async (text, expression) => {
  const { rule } = await normalised({ condition: 'A', data: [instant(text)] });
  expect(rule).toMatchObject({ condition: 'C', data: [{ model: { expr: text } }, {}, { model: math(expression) }] });
});

test.each(['sum(x) by > 1', 'sum(x', 'x $comparison 5', 'x > '])(
  'of %s, which cannot be read, nothing is concluded, and nothing is put right',
  async (text) => {
    for (const query of [
      instant(text),
      { ...instant(text), model: { ...Object(instant(text)['model']), instant: false, range: true } },
    ]) {
      const { rule, findings, expressions } = await normalised({ condition: 'A', data: [query] });
      expect(rule).toMatchObject({ condition: 'A', data: [query] });
      expect(findings).toEqual([]);
      expect(expressions).toEqual([expect.objectContaining({ severity: 'error', expression: text })]);
    }
  },
);

test('what bool makes of a comparison is 0 or 1, and what is asked over a range is above zero', async () => {
  const bool = await normalised({ condition: 'A', data: [instant('x > bool 5')] });
  expect(bool.rule).toMatchObject({ data: [{ model: { expr: 'x > bool 5' } }, {}, { model: gt(0) }] });
  expect(bool.findings).toContainEqual(expect.objectContaining({ message: expect.stringContaining('With bool') }));
  const over = await normalised({
    data: [{ ...instant('rate(x_total[5m])'), model: { expr: 'rate(x_total[5m])', range: true } }],
  });
  expect(over.rule).toMatchObject({ condition: 'C', data: [{}, {}, { model: gt(0) }] });
  expect(over.findings).toContainEqual(expect.objectContaining({ code: 'threshold', after: '> 0' }));
});

test('an author who wants to hear of no data is told what that means for a query that is empty while all is well', async () => {
  const of = async (expr: string, noDataState: string) =>
    (await normalised({ condition: 'A', data: [instant(expr)], noDataState })).findings.find(({ code }) => code === 'no_data');
  expect(await of('a > b', 'NoData')).toMatchObject({
    before: 'NoData',
    after: 'NoData',
    message: expect.stringContaining('no_data_state OK'),
  });
  expect(await of('count(up == 0) > 2', 'Alerting')).toMatchObject({ after: 'Alerting' });
  expect(await of('a > b', 'OK')).toBeUndefined();
  expect(await of('up == 0', 'NoData')).toBeUndefined();
  expect(await of('sum(x > bool 5)', 'NoData')).toBeUndefined();
});

test('a count of log lines that pass a filter is no series where none does', async () => {
  const stateOf = async (expr: string) =>
    (await normalised({ data: [{ datasourceUid: 'loki-1', model: { expr } }], noDataState: null })).rule['noDataState'];
  expect(await stateOf('sum(count_over_time({app="x"} |= "error" [5m])) > 3')).toBe('OK');
  expect(await stateOf('sum(count_over_time({app="x"} | json | status >= 500 [5m])) > 3')).toBe('OK');
  expect(await stateOf('sum(count_over_time({app="x"} |= "error" [5m])) or vector(0)')).toBe('NoData');
  expect(await stateOf('sum(count_over_time({app="x"} | json [5m])) < 3')).toBe('NoData');
});

test('a comparison of logs with a number in brackets or with another count is told apart', async () => {
  const modelsOf = async (expr: string) => {
    const { rule } = await normalised({ data: [{ datasourceUid: 'loki-1', model: { expr } }] });
    return rule['data'];
  };
  expect(await modelsOf('(3 < sum(rate({app="x"}[5m])))')).toMatchObject([
    { model: { expr: 'sum(rate({app="x"}[5m]))', queryType: 'instant' } },
    {},
    { model: gt(3) },
  ]);
  const two = 'sum by (a) (rate({app="x"}[5m])) > vector(5)';
  expect(await modelsOf(two)).toMatchObject([{ model: { expr: two } }, {}, { model: math('is_number($B) || is_inf($B)') }]);
});

test('what no server accepts is not taken apart', async () => {
  const { rule } = await normalised({ condition: 'A', data: [instant('5 > 3')] });
  expect(rule).toMatchObject({ data: [{ model: { expr: '5 > 3' } }, {}, {}] });
});

test('the number is read together with the texts', async () => {
  for (const operator of ['>', '>=']) {
    const { expressions } = await normalised({
      title: 'Errors of 5 % or more',
      condition: 'A',
      data: [instant(`rate(errors_total[5m]) ${operator} 0.05`)],
    });
    expect(expressions.map(({ code }) => code)).toEqual(['per_second_as_share']);
  }
});

test('a rule that compares already stays as it is', async () => {
  const given = compared('rate(errors_total[5m])');
  const { rule, findings } = await normalised(given);
  expect(rule).toMatchObject(given);
  expect(findings).toEqual([]);
});

const step = (refId: string, model: JsonObject): JsonObject => ({ refId, datasourceUid: '__expr__', model });
const above = (refId: string, expression: string) =>
  step(refId, { type: 'threshold', expression, conditions: [{ evaluator: { type: 'gt', params: [5] } }] });
const reduced = (refId: string, expression: string) => step(refId, { type: 'reduce', expression, reducer: 'mean' });
const query = (refId: string, model: JsonObject = {}): JsonObject => ({
  refId,
  datasourceUid: 'prom-1',
  model: { expr: 'up', ...model },
});

test.each<[string, JsonObject, readonly (boolean | undefined)[]]>([
  ['compared as it is', { condition: 'B', data: [query('A'), above('B', 'A')] }, [true]],
  ['compared over time', { condition: 'B', data: [query('A', { range: true }), above('B', '$A')] }, [true]],
  [
    'in a formula',
    { condition: 'C', data: [query('A', { range: true }), query('B'), step('C', math('$A / ${B} > 1'))] },
    [true, true],
  ],
  ['reduced', { condition: 'C', data: [query('A'), reduced('B', 'A'), above('C', 'B')] }, [false]],
  [
    'one value that is reduced',
    { condition: 'C', data: [query('A', { instant: true }), reduced('B', 'A'), above('C', 'B')] },
    [true],
  ],
  ['both', { condition: 'C', data: [query('A', { range: true }), reduced('B', 'A'), step('C', math('$A > $B'))] }, [false]],
  ['used by nothing', { condition: 'C', data: [query('A'), query('B'), above('C', 'A')] }, [true, undefined]],
  ['in a circle', { condition: 'B', data: [query('A'), step('B', math('$B > $A'))] }, [true]],
])('a query that is %s asks for what can be used', async (_use, rule, instants) => {
  const { rule: normal } = await normalised(rule);
  expect(normal['condition']).toBe(rule['condition']);
  expect(normal).toMatchObject({
    data: [...instants.map((is) => (is === undefined ? {} : { model: { instant: is } })), ...stepsOf(rule)],
  });
  const twice = await normalised(normal);
  expect(twice.findings).toEqual([]);
});

const stepsOf = ({ data }: JsonObject): readonly object[] =>
  Array.isArray(data) ? data.filter(({ datasourceUid }: JsonObject) => datasourceUid === '__expr__').map(() => ({})) : [];

test.each<[JsonObject, boolean]>([
  [{ datasourceUid: 'prom-1', model: {} }, true],
  [{ datasourceUid: 'prom-1', model: { expr: '  ' } }, true],
  [{ model: {} }, true],
  [{ datasourceUid: 'sql', model: { rawSql: 'select 1', datasource: { type: 'postgres', uid: 'sql' } } }, false],
  [{ model: { expr: 'up' } }, false],
])('whether %j lacks an expression is said', async (data, isMissing) => {
  const { findings } = await normalised({ data: [{ refId: 'A', ...data }] });
  expect(findings.some(({ code }) => code === 'expression_missing')).toBe(isMissing);
});

test('labels that Grafana gives itself are said', async () => {
  const { findings } = await normalised({ ...compared('up'), labels: { alertname: 'x', grafana_folder: 'y', severity: 'z' } });
  expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'label_reserved $.labels.alertname',
    'label_reserved $.labels.grafana_folder',
  ]);
});
