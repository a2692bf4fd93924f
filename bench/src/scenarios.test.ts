import { expect, test } from 'vitest';
import type { Pace } from './pace.ts';
import { describeMachine } from './report/machine.ts';
import { resultsPage } from './report/results-page.ts';
import { terminalTable } from './report/terminal-table.ts';
import { type Measured, runScenarios } from './run-scenarios.ts';
import { scenarios } from './scenarios.ts';

// As little as still goes through every server and every line of the harness.
const tiny: Pace = {
  rounds: 2,
  sliceMs: 40,
  warmUpMs: 20,
  calls: 10,
  starts: 1,
  settleMs: 1,
  contentionMs: 100,
  writes: 10,
  streams: 20,
  queued: 60,
  files: 200,
  fileMiB: 2,
};

const measurable = scenarios.filter(({ isMissing }) => isMissing?.() !== true);

// Some start many processes one after another.
test.each(measurable)('$name measures every figure that it reports', { timeout: 300_000 }, async (scenario) => {
  const told: Measured[] = [];
  const [measured] = await runScenarios({ scenarios: [scenario], pace: tiny, onMeasured: (result) => told.push(result) });
  expect(told).toHaveLength(1);
  const findings = measured?.findings ?? [];
  expect(findings.some(({ budget }) => budget !== undefined)).toBe(true);
  for (const { what, value, spread } of findings) {
    expect(value, what).toSatisfy(Number.isFinite);
    if (spread !== undefined) expect([spread.low <= value, value <= spread.high], what).toEqual([true, true]);
  }
  expect(terminalTable(findings).split('\n')).toHaveLength(findings.length + 1);
});

test('the page names the machine and every missed budget', () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('there are no scenarios');
  const met = { what: 'a fast thing', value: 4.2, unit: '×', budget: { atLeast: 4 } } as const;
  const slow = { what: 'a slow thing', value: 3, unit: 'ms', spread: { low: 2, high: 5 }, budget: { atMost: 2 } } as const;
  const page = resultsPage({
    measured: [{ scenario, findings: [met, slow], missed: [slow] }],
    machine: { ...describeMachine(), processor: 'Abacus' },
    date: new Date('2026-01-02T03:04:05Z'),
    minutes: 5,
  });
  expect(page).toContain('1 of 2 budgets are missed: a slow thing.');
  expect(page).toContain('| a fast thing | 4.20 × |  | ≥ 4 | pass |');
  expect(page).toContain('| a slow thing | 3.00 ms | 2.00 – 5.00 | ≤ 2 | FAIL |');
  expect(page).toContain('Abacus');
  expect(page).toContain('2026-01-02');
});
