import { cleanFailure } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** The counts that jest prints last. */
export const jestEnd = /^Tests: {1,20}(?:\d{1,9} [a-z]{1,10}, ){0,5}\d{1,9} total$/m;

/** Reads what jest prints for people: counts, and the sections that begin with ●. */
export const parseJestText = (text: string): TestReport | undefined => {
  const at = text.search(jestEnd);
  if (at === -1) return undefined;
  const counts = jestEnd.exec(text)?.[0] ?? '';
  const number = (what: string): number => Number(new RegExp(`(\\d{1,9}) ${what}`).exec(counts)?.[1] ?? 0);
  const sums = text.search(/^Test Suites: /m);
  const { failures, notLoaded } = failuresIn(text.slice(0, sums === -1 ? at : Math.min(sums, at)));
  const seconds = /^Time: {1,20}(\d{1,9}(?:\.\d{1,9})?) s\b/m.exec(text.slice(at, at + 1_000))?.[1];
  return {
    framework: 'jest',
    passed: number('passed'),
    failed: number('failed') + notLoaded,
    skipped: number('skipped') + number('todo'),
    durationMs: seconds === undefined ? undefined : Math.round(Number(seconds) * 1_000),
    failures,
    notes: [],
  };
};

const maxFailures = 50;
const notLoadedTitle = 'Test suite failed to run';

const failuresIn = (text: string): { failures: TestFailure[]; notLoaded: number } => {
  // With many failures jest says all of them again at the end.
  const once = text.split('\nSummary of all failing tests\n')[0] ?? text;
  const failures: TestFailure[] = [];
  let notLoaded = 0;
  for (const part of once.split(/^FAIL (?=\S)/m).slice(1)) {
    const file = (part.split('\n', 1)[0] ?? '').replace(/ \([\d.]{1,20} m?s\)$/, '').trim();
    for (const section of part.split(/^ {2}● (?=\S)/m).slice(1)) {
      const [title = '', ...lines] = section.split('\n', 80);
      const names = title.split(' › ').map((name) => name.trim());
      if (title.trim() === notLoadedTitle) notLoaded += 1;
      if (title === 'Console' || failures.length >= maxFailures) continue;
      const body = lines.join('\n');
      const frames = body.search(/^\s{1,20}at /m);
      failures.push(
        cleanFailure({
          name: title.trim() === notLoadedTitle ? 'The file' : (names.at(-1) ?? ''),
          suite: names.length > 1 ? names.slice(0, -1).join(' > ') : undefined,
          file,
          message: (frames === -1 ? body : body.slice(0, frames)).trim(),
          stack: frames === -1 ? undefined : body.slice(frames),
        }),
      );
    }
  }
  return { failures, notLoaded };
};
