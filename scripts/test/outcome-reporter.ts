import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { countOutcome } from './outcome.ts';

/** Says loudly what was skipped and why, fails the run for it under CI=true, and leaves the counts where `npm test` looks for them. */
export default class OutcomeReporter implements Reporter {
  readonly #environment: NodeJS.ProcessEnv = process.env;

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const nothingMissing = this.#environment.CI === 'true';
    const outcome = countOutcome({ modules, errors: errors.length, nothingMissing });
    for (const { test, reason, isAllowed } of outcome.skips) {
      process.stderr.write(
        `${nothingMissing && !isAllowed ? 'SKIPPED, which CI does not allow' : 'SKIPPED'}: ${test}: ${reason}\n`,
      );
    }
    if (outcome.failed > 0) process.exitCode = 1;
    const { passed, failed, skipped } = outcome;
    const file = this.#environment.LINECLEAR_TEST_OUTCOME;
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}
