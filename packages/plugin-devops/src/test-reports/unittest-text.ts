import { cleanFailure } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** The count that Python's unittest prints last. */
export const unittestEnd = /^Ran (\d{1,9}) tests? in (\d{1,9}(?:\.\d{1,9})?)s$/m;

/** Reads what `python -m unittest` prints. */
export const parseUnittest = (text: string): TestReport | undefined => {
  const end = unittestEnd.exec(text);
  if (end === null) return undefined;
  const rest = text.slice(end.index, end.index + 1_000);
  const details = /^(?:OK|FAILED)(?: \((.{0,200})\))?$/m.exec(rest)?.[1] ?? '';
  const number = (what: string): number => Number(new RegExp(`(?:^|, )${what}=(\\d{1,9})`).exec(details)?.[1] ?? 0);
  const failed = number('failures') + number('errors') + number('unexpected successes');
  const skipped = number('skipped') + number('expected failures');
  return {
    framework: 'unittest',
    passed: Math.max(Number(end[1]) - failed - skipped, 0),
    failed,
    skipped,
    durationMs: Math.round(Number(end[2]) * 1_000),
    failures: failuresIn(text.slice(0, end.index)),
    notes: [],
  };
};

const maxFailures = 50;

const failuresIn = (text: string): TestFailure[] =>
  text
    .split(/^={70}\n(?=(?:FAIL|ERROR): )/m)
    .slice(1, maxFailures + 1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n', 100);
      const [, name = title, where] = /^(?:FAIL|ERROR): (\S+)(?: \((.{1,500})\))?$/.exec(title) ?? [];
      const rule = lines.findIndex((line, index) => index > 0 && /^-{70}$/.test(line));
      const body = lines
        .filter((_, index) => index < (rule === -1 ? lines.length : rule))
        .filter((line) => !/^-{70}$/.test(line));
      const last = body.findLastIndex((line) => /^ {2}File "/.test(line));
      const message = body
        .slice(last + 1)
        .filter((line) => !line.startsWith(' '))
        .join('\n');
      const suite = where?.endsWith(`.${name}`) === true ? where.slice(0, -name.length - 1) : where;
      return cleanFailure({ name, suite, message: message.trim() || 'failed', stack: body.join('\n') });
    });
