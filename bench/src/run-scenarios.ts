import { type Finding, isMet } from './finding.ts';
import type { Pace } from './pace.ts';
import type { Scenario } from './scenario.ts';

/** What came of one scenario. */
export interface Measured {
  readonly scenario: Scenario;
  readonly findings: readonly Finding[];
  readonly missed: readonly Finding[];
}

/** Runs scenarios one after another and tells of each when it is done. */
export const runScenarios = async ({
  scenarios,
  pace,
  onMeasured,
}: {
  scenarios: readonly Scenario[];
  pace: Pace;
  onMeasured: (measured: Measured & { readonly seconds: number }) => void;
}): Promise<readonly Measured[]> => {
  const all: Measured[] = [];
  for (const scenario of scenarios) {
    const started = performance.now();
    const findings = await scenario.run(pace);
    const measured = { scenario, findings, missed: findings.filter((finding) => !isMet(finding)) };
    all.push(measured);
    onMeasured({ ...measured, seconds: (performance.now() - started) / 1_000 });
  }
  return all;
};
