import type { TestCase, TestModule, TestSuite } from 'vitest/node';

/** What a test run came to. `failed` also counts broken files, errors outside tests and, where nothing may be skipped, skipped tests. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One line for each skipped test: where it is and why. */
  readonly skips: readonly Skip[];
}

export interface Skip {
  readonly test: string;
  readonly reason: string;
  /** Whether the reason holds for this kind of machine, so that nothing that could be installed would help. */
  readonly isAllowed: boolean;
}

/** A test that cannot run on this kind of machine says `context.skip('platform: needs macOS')`. */
const platformReason = 'platform:';

/** Counts a finished run. With `nothingMissing`, a test that was skipped for any other reason than the platform is a failure. */
export function countOutcome({
  modules,
  errors,
  nothingMissing,
}: {
  modules: readonly TestModule[];
  errors: number;
  nothingMissing: boolean;
}): Outcome {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites: (TestModule | TestSuite)[] = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const skips = tests.filter((test) => test.result().state === 'skipped').map(toSkip);
  const refused = nothingMissing ? skips.filter((skip) => !skip.isAllowed).length : 0;
  const broken = suites.filter((suite) => suite.errors().length > 0).length;
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: tests.filter((test) => ['failed', 'pending'].includes(test.result().state)).length + broken + errors + refused,
    skipped: skips.length - refused,
    skips,
  };
}

function toSkip(test: TestCase): Skip {
  const result = test.result();
  const reason = (result.state === 'skipped' ? result.note : undefined) ?? 'no reason given';
  return { test: `${test.module.relativeModuleId} > ${test.fullName}`, reason, isAllowed: reason.startsWith(platformReason) };
}
