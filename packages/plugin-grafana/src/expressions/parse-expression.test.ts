import { expect, test } from 'vitest';
import { languageOf } from './grammars.ts';
import { parseExpression } from './parse-expression.ts';

test.each([
  ['promql', 'sum(rate(x[5m])', 1, 16, [')']],
  ['promql', 'x{abc}', 1, 6, ['a value such as ="v"', 'a matcher such as name="value"']],
  ['promql', 'rate(x[])', 1, 8, ['a duration such as 5m', 'a number']],
  ['promql', 'sum by (a (x)', 1, 11, [')']],
  ['promql', 'x{a="b}', 1, 5, ['"']],
  ['promql', 'a\n  + ', 2, 5, ['a quoted string', 'an expression', 'a duration such as 5m']],
  ['promql', '', 1, 1, ['an expression']],
  ['logql', '{a="b"} |= ', 1, 12, ['a quoted string']],
  ['logql', '{a="b"', 1, 7, ['}']],
] as const)('%s %j has its mistake at line %i, column %i', async (language, text, line, column, expected) => {
  const { problem } = await parseExpression({ text, language });
  expect(problem).toMatchObject({ at: { line, column }, expected });
});

test('names a function that does not exist, and what a mistake stands at', async () => {
  expect((await parseExpression({ text: '1 + foo(x)', language: 'promql' })).problem).toMatchObject({
    message: 'PromQL has no function or aggregation "foo".',
    at: { line: 1, column: 5, from: 4, to: 7 },
  });
  expect((await parseExpression({ text: 'x[5m', language: 'promql' })).problem?.message).toBe(
    'The expression ends too early: expected ].',
  );
  expect((await parseExpression({ text: 'x[]', language: 'promql' })).problem?.message).toContain('"]" does not fit here');
});

test.each([
  ['promql', 'rate(x[$__rate_interval])'],
  ['promql', 'rate(x[${__rate_interval}])'],
  ['promql', 'rate(x[[[window]]])'],
  ['promql', 'rate(x[${__range_s}s])'],
  ['promql', 'rate(x[5$unit] offset $shift)'],
  ['promql', 'rate(x[5m:$__interval])'],
  ['promql', 'max_over_time(x[$a$b])'],
  ['promql', 'x{$filters}'],
  ['promql', 'x{$filters, job="a"}'],
  ['promql', 'x{job="a", ${filters}}'],
  ['promql', 'x{job=~"$job", $label="x", instance=~"[[instance:regex]]"}'],
  ['promql', 'x{path=~"^/a$", other=~"[[:alpha:]]+"}'],
  ['promql', '${metric:raw}_total{a="b"} > $limit'],
  ['promql', 'topk($n, sum by ($group) (prefix_${kind}_total))'],
  ['promql', '$expression'],
  ['promql', 'x @ $__to'],
  ['promql', 'x # and $y in a comment'],
  ['promql', 'label_replace(up, "a", "$1", "b", "(.*)")'],
  ['logql', 'sum by ($group) (rate({app="$app"} |= `$search` [$__auto])) > $limit'],
  ['logql', '{app=~"${app:regex}"} |~ "(?i)$search" | json'],
  ['logql', 'count_over_time({app="x"} | duration > ${slow}s [$__interval])'],
] as const)('%s understands the variables of %s', async (language, text) => {
  const parsed = await parseExpression({ text, language });
  expect(parsed).toMatchObject({ problem: undefined, isUncertain: false });
  expect(parsed.masked).toHaveLength(text.length);
});

test.each([
  ['promql', 'sum(x) $operator 5'],
  ['logql', '{$matchers}'],
  ['logql', '{app="x"} $pipeline'],
] as const)('%s says nothing where only the value of a variable could tell: %s', async (language, text) => {
  expect(await parseExpression({ text, language })).toMatchObject({ problem: undefined, isUncertain: true });
});

test('finds mistakes beside variables all the same', async () => {
  const { problem } = await parseExpression({ text: 'sum(rate($metric{job="$job"}[5m])', language: 'promql' });
  expect(problem?.expected).toEqual([')']);
});

test('knows which names are variables of a dashboard', async () => {
  const { variables } = await parseExpression({
    text: 'rate(x{a="$a", b="${b:regex}"}[$__rate_interval]) + [[c]] + $__from',
    language: 'promql',
  });
  expect(variables.map(({ name, isBuiltIn, isMacro }) => ({ name, isBuiltIn, isMacro }))).toEqual([
    { name: 'a', isBuiltIn: false, isMacro: false },
    { name: 'b', isBuiltIn: false, isMacro: false },
    { name: '__rate_interval', isBuiltIn: true, isMacro: true },
    { name: 'c', isBuiltIn: false, isMacro: false },
    { name: '__from', isBuiltIn: true, isMacro: false },
  ]);
});

test.each([
  ['is long', 'x'.repeat(10_001)],
  ['is deep', '('.repeat(5_000)],
  ['has thousands of operators', `1${'+1'.repeat(4_900)}`],
  ['has hundreds of operators', Array.from({ length: 300 }, (_, index) => `rate(x${index}[5m])`).join(' + ')],
  ['has hundreds of variables', '$a+'.repeat(300)],
])('refuses to check what %s', async (_case, text) => {
  const { problem, tree } = await parseExpression({ text, language: 'promql' });
  expect(problem?.code).toBe('unchecked');
  expect(tree).toBeUndefined();
});

test('a datasource has a language, or none', () => {
  expect(['prometheus', 'loki', 'grafana-amazonprometheus-datasource', 'mysql', undefined].map(languageOf)).toEqual([
    'promql',
    'logql',
    'promql',
    undefined,
    undefined,
  ]);
});
