import { cleanFailure } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** The counts that vitest prints last with its default reporters. */
export const vitestEnd = /^ *Test Files {2}\S.{0,200}\(\d{1,9}\)$/m;

/** Reads what vitest prints for people: counts, and the sections that begin with FAIL. */
export const parseVitestText = (text: string): TestReport | undefined => {
  const at = text.search(vitestEnd);
  if (at === -1) return undefined;
  const end = text.slice(at, at + 2_000);
  const counts = /^ *Tests {2}(.{0,200})$/m.exec(end)?.[1] ?? '';
  const number = (what: string): number => Number(new RegExp(`(\\d{1,9}) ${what}`).exec(counts)?.[1] ?? 0);
  // Failures and counts are printed to different streams: which of them arrives first is chance.
  const { failures, notLoaded } = failuresIn(text);
  return {
    framework: 'vitest',
    passed: number('passed'),
    failed: number('failed') + notLoaded,
    skipped: number('skipped') + number('todo'),
    durationMs: durationIn(end),
    failures,
    notes: [],
  };
};

const maxFailures = 50;

const durationIn = (text: string): number | undefined => {
  const match = /^ *Duration {2}(\d{1,9}(?:\.\d{1,9})?)(ms|s|m)\b/m.exec(text);
  return match === null ? undefined : Math.round(Number(match[1]) * ({ ms: 1, s: 1_000, m: 60_000 }[match[2] ?? ''] ?? 1));
};

const failuresIn = (text: string): { failures: TestFailure[]; notLoaded: number } => {
  const parts = text.split(/^ FAIL {2}(?=\S)/m).slice(1);
  // A file that could not be loaded is named twice, the second time in brackets.
  const notLoaded = parts.filter((part) => loadFailure.test(part)).length;
  const failures = parts.slice(0, maxFailures).map((part) => {
    const [title = '', ...lines] = part.split('\n', 60);
    const rule = lines.findIndex((line) => /^⎯{5,}|^ *Test Files {2}/.test(line));
    const body = (rule === -1 ? lines : lines.slice(0, rule)).join('\n');
    const [file = '', ...names] = title
      .replace(/ \[ .* \]$/, '')
      .split(' > ')
      .map((name) => name.trim());
    const frames = body.search(/^ ❯ /m);
    return cleanFailure({
      name: names.at(-1) ?? 'The file',
      suite: names.length > 1 ? names.slice(0, -1).join(' > ') : undefined,
      file: file.replace(/^\|[^|]{1,100}\| /, ''),
      message: (frames === -1 ? body : body.slice(0, frames)).trim(),
      stack: frames === -1 ? undefined : body.slice(frames),
    });
  });
  return { failures, notLoaded };
};

const loadFailure = /^[^\n>]{1,1000} \[ [^\n]{1,1000} \]\n/;
