import { cleanFailure } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** The counts that `node --test` prints last with its default reporter. */
export const nodeSpecEnd = /^ℹ tests \d{1,9}$/m;

/** Reads the spec reporter of node: counts, and the list of failing tests after them. */
export const parseNodeSpec = (text: string): TestReport | undefined => {
  const at = text.search(nodeSpecEnd);
  if (at === -1) return undefined;
  const end = text.slice(at);
  const number = (what: string): number => Number(new RegExp(`^ℹ ${what} (\\d{1,9}(?:\\.\\d{1,9})?)$`, 'm').exec(end)?.[1] ?? 0);
  return {
    framework: 'node',
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
    durationMs: Math.round(number('duration_ms')),
    failures: failuresIn(end),
    notes: [],
  };
};

const maxFailures = 50;

const failuresIn = (text: string): TestFailure[] => {
  const from = text.indexOf('✖ failing tests:');
  if (from === -1) return [];
  const parts = text
    .slice(from)
    .split(/^test at (?=\S)/m)
    .slice(1, maxFailures + 1);
  return parts.map((part) => {
    const [place = '', title = '', ...body] = part.split('\n');
    const found = /^(.{1,1000}?):(\d{1,7}):\d{1,7}$/.exec(place.trim());
    const trace = body.join('\n');
    const frames = trace.search(/^\s{1,20}at /m);
    return cleanFailure({
      name: title.replace(/^✖ /, '').replace(/ \([\d.]{1,20}ms\).*$/, ''),
      file: found?.[1],
      line: found === null ? undefined : Number(found[2]),
      message: (frames === -1 ? trace : trace.slice(0, frames)).trim(),
      stack: frames === -1 ? undefined : trace.slice(frames),
    });
  });
};
