import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { jsonInText } from './json-in-text.ts';
import { createTally } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** Where a report of jest or vitest begins. Colours and other output may stand before it. */
export const jestStart = /\{\s*"num(?:Total|Failed)TestSuites"\s*:/;

/**
 * Reads what `jest --json` and vitest's json reporter write. A report that is cut off or very long still yields its counts, which both
 * write first.
 */
export const parseJestJson = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<TestReport | undefined> => {
  const place = jsonInText({ text, start: jestStart });
  if (place === undefined) return undefined;
  const whole =
    place.end !== -1 && place.end - place.from <= maxCharacters ? parse(text.slice(place.from, place.end)) : undefined;
  if (whole === undefined) return countsOnly(text.slice(place.from, place.from + headCharacters));
  const { tally, durationMs } = await tallyOf({ results: whole, signal });
  return tally.end({
    framework: whole.numRuntimeErrorTestSuites === undefined || whole.numRuntimeErrorTestSuites === null ? 'vitest' : 'jest',
    durationMs,
    notes: [],
  });
};

// Parsing JSON cannot be interrupted; this much takes about a tenth of a second.
const maxCharacters = 16 << 20;
const headCharacters = 2_000;
const filesPerTurn = 100;

// https://jestjs.io/docs/configuration#testresultsprocessor-string; vitest writes the same fields with fewer counts.
const Assertion = z.object({
  ancestorTitles: z.array(z.string()).nullish(),
  title: z.string().nullish(),
  fullName: z.string().nullish(),
  status: z.string().nullish(),
  failureMessages: z.array(z.string()).nullish(),
  location: z.object({ line: z.number().nullish() }).nullish(),
});
const FileResult = z.object({
  name: z.string().nullish(),
  status: z.string().nullish(),
  message: z.string().nullish(),
  startTime: z.number().nullish(),
  endTime: z.number().nullish(),
  assertionResults: z.array(Assertion.nullish().catch(undefined)).nullish(),
});
const Results = z.object({
  numRuntimeErrorTestSuites: z.number().nullish(),
  startTime: z.number().nullish(),
  // Looked at one by one: checking thousands of them at once would hold up other calls.
  testResults: z.array(z.unknown()),
});

const parse = (json: string): z.infer<typeof Results> | undefined => {
  try {
    return Results.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
};

const tallyOf = async ({ results, signal }: { results: z.infer<typeof Results>; signal: AbortSignal }) => {
  const tally = createTally();
  let end = 0;
  for (const [index, result] of results.testResults.entries()) {
    if (index % filesPerTurn === filesPerTurn - 1) await setImmediate(undefined, { signal });
    const file = FileResult.safeParse(result).data;
    if (file === undefined) continue;
    end = Math.max(end, file.endTime ?? 0);
    const tests = (file.assertionResults ?? []).filter((test) => test !== undefined && test !== null);
    const path = file.name ?? undefined;
    for (const test of tests) {
      const outcome = outcomes[test.status ?? ''] ?? 'skipped';
      if (outcome !== 'failed') tally.add(outcome);
      else tally.fail(() => toFailure({ test, path }));
    }
    // A file that could not be loaded has no tests, only a message.
    if (file.status === 'failed' && !tests.some(({ status }) => status === 'failed')) {
      const [message, stack] = splitStack(file.message ?? '');
      tally.fail(() => ({ name: 'The file', file: path, message: message || 'It failed outside of its tests.', stack }));
    }
  }
  const started = results.startTime ?? undefined;
  return { tally, durationMs: started === undefined || end < started ? undefined : Math.round(end - started) };
};

const toFailure = ({ test, path }: { test: z.infer<typeof Assertion>; path: string | undefined }): TestFailure => {
  const [message = '', ...more] = test.failureMessages ?? [];
  const [head, stack] = splitStack(message);
  return {
    name: test.title ?? test.fullName ?? '',
    suite: test.ancestorTitles?.length ? test.ancestorTitles.join(' > ') : undefined,
    file: path,
    line: test.location?.line ?? undefined,
    message: more.length > 0 ? `${head}\n(and ${more.length} more)` : head,
    stack,
  };
};

const outcomes: Readonly<Record<string, 'passed' | 'failed' | 'skipped'>> = { passed: 'passed', failed: 'failed' };

/** The message before the frames of a stack, and the frames. */
const splitStack = (text: string): [message: string, stack: string | undefined] => {
  const at = text.search(/\n\s{1,20}at /);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};

const countsOnly = (head: string): TestReport | undefined => {
  const [total, passed, failed] = ['Total', 'Passed', 'Failed'].map((what) => {
    const match = new RegExp(`"num${what}Tests"\\s*:\\s*(\\d{1,9})`).exec(head);
    return match === null ? undefined : Number(match[1]);
  });
  if (total === undefined || passed === undefined || failed === undefined) return undefined;
  return {
    framework: head.includes('"numRuntimeErrorTestSuites"') ? 'jest' : 'vitest',
    passed,
    failed,
    skipped: Math.max(total - passed - failed, 0),
    durationMs: undefined,
    failures: [],
    notes: ['The JSON report is cut off, broken or too long: only its counts were read.'],
  };
};
