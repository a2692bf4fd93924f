import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintExpression } from './lint-expression.ts';
import { repairExpression } from './repair-expression.ts';

const pieces =
  'rate(§sum(§sum by (le) (§histogram_quantile(§topk(§quantile_over_time(§irate(§count_over_time(§)§(§[5m]§[§]§x_total§x_bucket§up§{a="b"}§{§}§{app=~".*"}§ / § > §0.05§95§, §"§`§#§\n§ offset 1h§ @ end()§$__rate_interval§${v:regex}§[[v]]§$§ |= §"error"§ | json§ | unwrap x§ or § ignoring(a) §-§\\§$x§é§𝔘'.split(
    '§',
  );
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join('')),
);
const anyContext = fc.record(
  {
    use: fc.constantFrom('query' as const, 'panel' as const, 'alert' as const),
    about: fc.string(),
    thresholds: fc.array(fc.double()),
    scrapeIntervalMs: fc.integer({ min: 0, max: 100_000 }),
  },
  { requiredKeys: [] },
);

test('no text and no context makes a check throw, and every finding lies in the text', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyText,
      fc.constantFrom('promql' as const, 'logql' as const),
      anyContext,
      async (text, language, context) => {
        for (const { at, message, code } of await lintExpression({ text, language, context })) {
          expect(at.from).toBeGreaterThanOrEqual(0);
          expect(at.to).toBeLessThanOrEqual(text.length);
          expect(text.split('\n')[at.line - 1]?.length).toBeGreaterThanOrEqual(at.column - 1);
          expect(message).not.toBe('');
          expect(code).toMatch(/^[a-z_]+$/);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('repairs end, and what they leave has the same syntax or a better one', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyText,
      fc.constantFrom('promql' as const, 'logql' as const),
      anyContext,
      async (text, language, context) => {
        const { text: repaired, applied, left } = await repairExpression({ text, language, context });
        expect(repaired === text).toBe(applied.length === 0);
        if (applied.length > 0) expect(left.map(({ code }) => code)).not.toContain('syntax');
        expect(applied.length).toBeLessThan(20);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('several mistakes are repaired one after the other', async () => {
  const { text, applied, left } = await repairExpression({
    text: 'histogram_quantile(95, sum(irate(x_bucket{a=~".*"}[5m]))) > 2',
    language: 'promql',
    context: { use: 'alert' },
  });
  expect(text).toBe('histogram_quantile(0.95, sum by (le) (rate(x_bucket{a=~".*"}[5m]))) > 2');
  expect(applied.map(({ code }) => code).sort()).toEqual(['irate_in_alert', 'quantile_out_of_range', 'quantile_without_le']);
  // What only makes no difference is said and left to its author.
  expect(left.map(({ code }) => code)).toEqual(['matcher_matches_all']);
});
