import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseRule } from './normalise-rule.ts';
import { toPrometheusRules } from './to-prometheus-rules.ts';

const datasources = [
  { uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true },
  { uid: 'loki-1', name: 'Logs', type: 'loki', isDefault: false },
];

const scalar = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
const junk = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), scalar, { maxKeys: 3 });
const expr = fc.constantFrom(
  'up',
  'up == 0',
  'rate(x_total[5m]) > 0.05',
  'x > 1e-7',
  'sum(x',
  '$v > 1',
  '',
  '{app="x"}',
  'sum(rate({app="x"}[5m])) > 1',
  'a > 1 and b > 2',
  '(1 < x)',
  '5 > 3',
);
const refId = fc.constantFrom('A', 'B', 'C', '');
const model = fc.record(
  {
    expr,
    refId: fc.oneof(refId, scalar),
    type: fc.constantFrom('reduce', 'threshold', 'math', 'x'),
    expression: fc.constantFrom('A', '$A > 5', 'B', ''),
    range: scalar,
    instant: scalar,
    queryType: scalar,
    datasource: fc.oneof(junk, fc.constantFrom('Metrics', 'gone')),
    conditions: fc.array(junk, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const query = fc.record(
  {
    refId: fc.oneof(refId, scalar),
    datasourceUid: fc.oneof(fc.constantFrom('prom-1', 'loki-1', 'Logs', '__expr__', '-100', 'gone'), scalar),
    queryType: fc.constantFrom('', 'range', 'instant'),
    relativeTimeRange: fc.oneof(junk, fc.record({ from: scalar, to: scalar })),
    model: fc.oneof(model, scalar),
    expr,
  },
  { requiredKeys: [] },
);
/** One of what is right, and sometimes anything. */
const mostly = (...right: readonly (string | number)[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 19 }, { arbitrary: scalar, weight: 1 });
const anyRule = fc.record(
  {
    title: mostly('T', 'over 5%'),
    ruleGroup: mostly('g', 'a/b'),
    folderUID: mostly('f'),
    condition: mostly('A', 'B'),
    data: fc.array(fc.oneof({ arbitrary: query, weight: 9 }, { arbitrary: scalar, weight: 1 }), { maxLength: 4 }),
    for: mostly('5m', '1h30m', 300),
    noDataState: fc.oneof(fc.constantFrom('ok', 'Keep_Last'), scalar),
    execErrState: scalar,
    orgID: scalar,
    labels: fc.oneof(junk, scalar),
    annotations: fc.oneof(junk, fc.constant({ summary: '{{ $values.A.Value }} {{', __panelId__: 1 }), scalar),
    xUnknown: junk,
  },
  { requiredKeys: ['title', 'ruleGroup', 'folderUID', 'data'] },
);

test('any rule is refused with a code, or the same after a second time', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(anyRule, async (rule) => {
      const before = structuredClone(rule);
      const once = await normaliseRule({ rule, datasources }).catch((error: unknown) => error);
      expect(rule).toEqual(before);
      if (once instanceof Error) {
        expect(once).toMatchObject({ code: 'invalid_input', details: { reason: expect.stringMatching(/^rule_|_/) } });
        return;
      }
      if (typeof once !== 'object' || once === null || !('rule' in once)) throw new Error('neither a rule nor an error');
      accepted += 1;
      const twice = await normaliseRule({ rule: once.rule, datasources });
      expect(twice.rule).toEqual(once.rule);
      for (const finding of twice.findings) expect(finding.after).toEqual(finding.before);
      try {
        expect(toPrometheusRules({ group: 'g', rules: [twice.rule] }).yaml).toContain('expr: ');
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsupported' });
      }
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test.each([undefined, 'rule', [], JSON.parse('{"title":"T","__proto__":{}}'), { title: 'T', data: () => 1 }])(
  'what is no rule is refused: %j',
  async (rule) => {
    await expect(normaliseRule({ rule, datasources })).rejects.toMatchObject({ code: 'invalid_input' });
  },
);
