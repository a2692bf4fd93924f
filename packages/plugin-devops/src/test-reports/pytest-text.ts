import { cleanFailure } from './test-report.ts';
import type { TestFailure, TestReport } from './test-report.ts';

/** The last line of pytest, with or without its frame of `=`. */
export const pytestEnd =
  /^(?:=+ )?((?:\d{1,9} (?:passed|failed|skipped|error|errors|xfailed|xpassed|deselected|warnings?|rerun|subtests passed)(?:, )?)+|no tests ran) in (\d{1,9}(?:\.\d{1,6})?)s\b/m;

/** Reads what `pytest` prints, also with -q, -v, -rA or colours: counts from the last line, failures from the summary and their sections. */
export const parsePytest = (text: string): TestReport | undefined => {
  const end = text.match(new RegExp(pytestEnd, 'gm'))?.at(-1);
  const [, counts = '', seconds = ''] = pytestEnd.exec(end ?? '') ?? [];
  if (end === undefined) return undefined;
  const number = (what: string): number => Number(new RegExp(`(\\d{1,9}) ${what}`).exec(counts)?.[1] ?? 0);
  const summary = summaryFailures(text);
  const failed = number('failed') + number('errors?\\b');
  return {
    framework: 'pytest',
    passed: number('passed') + number('xpassed'),
    failed,
    skipped: number('skipped') + number('xfailed'),
    durationMs: Math.round(Number(seconds) * 1_000),
    failures: summary.length > 0 ? summary : sectionFailures(text),
    notes: [],
  };
};

const maxFailures = 50;

/** `FAILED tests/test_a.py::TestX::test_y - message`, as the short summary lists them. */
const summaryFailures = (text: string): TestFailure[] => {
  const sections = sectionsOf(text);
  return [...text.matchAll(/^(?:FAILED|ERROR) (\S.{0,1000})$/gm)].slice(0, maxFailures).flatMap(([, rest = '']) => {
    const { id, message } = splitSummary(rest);
    const [file = '', ...names] = id.split('::');
    if (!/\.\w{1,6}$/.test(file)) return [];
    const name = names.at(-1) ?? file;
    const section = sections.find(
      ({ title }) => title === names.join('.') || title.endsWith(` ${names.join('.')}`) || title.includes(` ${file}`),
    );
    const body = section?.body ?? '';
    return [
      cleanFailure({
        name,
        suite: names.length > 1 ? names.slice(0, -1).join(' > ') : undefined,
        file,
        message: errorLines(body) || message || 'failed',
        stack: body,
      }),
    ];
  });
};

// A parameter may hold " - " too; the message comes after the last bracket or the first dash.
const splitSummary = (text: string): { id: string; message: string } => {
  const at = text.indexOf(' - ', Math.max(text.lastIndexOf('] - '), 0));
  return at === -1 ? { id: text.trim(), message: '' } : { id: text.slice(0, at), message: text.slice(at + 3) };
};

const sectionFailures = (text: string): TestFailure[] =>
  sectionsOf(text)
    .slice(0, maxFailures)
    .map(({ title, body }) => {
      const names = title.replace(/^ERROR (?:at \w+ of|collecting) /, '').split('.');
      return cleanFailure({
        name: names.at(-1) ?? title,
        suite: names.slice(0, -1).join(' > ') || undefined,
        message: errorLines(body) || title,
        stack: body,
      });
    });

/** The parts of the output that begin with `____ name ____`. */
const sectionsOf = (text: string): { title: string; body: string }[] => {
  const heads = [...text.matchAll(/^_{3,200} (\S.{0,300}?) _{3,200}$/gm)].slice(0, 500);
  return heads.map((head, index) => {
    const from = head.index + head[0].length;
    const next = heads[index + 1]?.index ?? text.length;
    const body = text.slice(from, Math.min(next, from + 20_000));
    const end = body.search(/^=+ .{1,60} =+$/m);
    return { title: head[1] ?? '', body: (end === -1 ? body : body.slice(0, end)).trim() };
  });
};

/** The lines that pytest marks as the error itself. */
const errorLines = (body: string): string =>
  body
    .split('\n')
    .flatMap((line) => (/^E( {3}|$)/.test(line) ? [line.slice(4)] : []))
    .join('\n');
