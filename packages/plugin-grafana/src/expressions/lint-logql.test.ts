import { expect, test } from 'vitest';
import type { LintContext } from './finding.ts';
import { lintLogql } from './lint-expression.ts';

const alert: LintContext = { use: 'alert' };

const mistakes: readonly (readonly [text: string, code: string, repaired: string | undefined, context?: LintContext])[] = [
  ['{}', 'matcher_missing', undefined],
  ['{ } |= "x"', 'matcher_missing', undefined],
  ['{app=~".*"}', 'matcher_missing', undefined],
  ['{app!="x"}', 'matcher_missing', undefined],
  ['count_over_time({app=""}[5m])', 'matcher_missing', undefined],
  ['rate({app="x"} |= "y")', 'range_missing', 'rate({app="x"} |= "y" [5m])'],
  ['sum by (a) (count_over_time({app="$app"}))', 'range_missing', 'sum by (a) (count_over_time({app="$app"} [5m]))'],
  ['avg_over_time({app="x"} | json [5m])', 'unwrap_missing', undefined],
  ['quantile_over_time(0.95, {app="x"} | logfmt [5m]) by (host)', 'unwrap_missing', undefined],
  [
    'quantile_over_time(95, {app="x"} | logfmt | unwrap ms [5m])',
    'quantile_out_of_range',
    'quantile_over_time(0.95, {app="x"} | logfmt | unwrap ms [5m])',
  ],
  ['{app="x"} |= "error"', 'line_filter_case', '{app="x"} |~ "(?i)error"'],
  ['{app="x"} |= `ERROR` | json', 'line_filter_case', '{app="x"} |~ "(?i)ERROR" | json'],
  ['{app="x"} |= "" | json', 'filter_matches_all', '{app="x"} | json'],
  ['{app="x"} |~ ".*"', 'filter_matches_all', '{app="x"}'],
  ['{app="x", pod=~".*"}', 'matcher_matches_all', '{app="x"}'],
  ['{app="x", pod!~".*"}', 'matcher_matches_nothing', undefined],
  ['topk(5, sum by (a) (rate({app="x"}[5m]))) > 1', 'topk_in_alert', undefined, alert],
  ['{app="x"} |= "failed to start"', 'log_query_in_alert', 'sum(count_over_time({app="x"} |= "failed to start" [5m]))', alert],
  ['sum(rate({app="$app"}[5m])) > 1', 'variable_in_alert', undefined, alert],
  [
    'rate({app="x", env="a"}[5m]) / rate({app="x"}[5m])',
    'ratio_always_one',
    'sum(rate({app="x", env="a"}[5m])) / sum(rate({app="x"}[5m]))',
  ],
  ['sum(rate({app="x"} |= "e" [5m])) > 0.05', 'per_second_as_share', undefined, { about: 'Error rate above 5%' }],
  ['{app="x"', 'syntax', undefined],
];

test.each(mistakes.map(([text, code, repaired, context = {}]) => ({ text, code, repaired, context })))(
  '$text is found: $code',
  async ({ text, code, repaired, context }) => {
    const findings = await lintLogql({ text, context });
    const found = findings.find((finding) => finding.code === code);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(found?.repaired).toBe(repaired);
    expect(found?.message).toMatch(/^.{15,220}[.]$/);
    if (repaired === undefined) return;
    const again = (await lintLogql({ text: repaired, context })).map((finding) => finding.code);
    expect(again).not.toContain(code);
    expect(again).not.toContain('syntax');
  },
);

const correct: readonly (readonly [text: string, context?: LintContext])[] = [
  ['{app="x"}'],
  ['{app=~"a|b", pod!="c"} |~ "(?i)error" | json | status >= 500'],
  ['{app=~".+"} | logfmt | line_format "{{.msg}}"'],
  ['{app="$app"} |= "$search"'],
  ['{app="x"} |= "error: connection reset"'],
  ['{app="x"} |= "error" or "warn"'],
  ['{app="x"} != "error"'],
  ['rate({app="x"} |~ "(?i)error" [5m])'],
  ['rate({app="x"} |~ "(?i)error" [5m]) / rate({app="x"}[5m])'],
  ['sum(rate({app="x", env="a"}[5m])) / sum(rate({app="x"}[5m]))'],
  ['rate({app="x", pod="a"} | json | drop pod [5m]) / rate({app="x"} | json | drop pod [5m])'],
  ['quantile_over_time(0.99, {app="x"} | json | unwrap duration(latency) [5m]) by (host)'],
  ['sum by (app) (count_over_time({app=~"$app"} [$__auto]))'],
  ['topk(5, sum by (a) (rate({app="x"}[5m])))', { use: 'panel' }],
  ['sum(count_over_time({app="x"} |~ "(?i)error" [5m])) > 10', alert],
  ['sum(rate({app="x"} |~ "(?i)error" [5m])) / sum(rate({app="x"}[5m])) > 0.05', { use: 'alert', about: 'Error rate above 5%' }],
  ['sum_over_time({app="x"} | unwrap bytes [1m])'],
  ['vector(0) or sum(rate({app="x"}[5m]))'],
];

test.each(correct.map(([text, context = {}]) => ({ text, context })))('$text is right', async ({ text, context }) => {
  expect(await lintLogql({ text, context })).toEqual([]);
});
