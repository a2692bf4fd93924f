import { cleanText } from './clean-text.ts';
import { placeIn } from './place-in.ts';

export type Framework = 'vitest' | 'jest' | 'junit' | 'tap' | 'pytest' | 'unittest' | 'node';

/** One test, or one file that could not be loaded, that failed. */
export interface TestFailure {
  readonly name: string;
  readonly suite?: string | undefined;
  /** As the report names it; may be absolute, or relative to where the tests ran. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** What one or more reports say, whatever their format. */
export interface TestReport {
  readonly framework: Framework;
  readonly passed: number;
  /** With errors, such as a fixture that failed or a file that could not be loaded. */
  readonly failed: number;
  /** With what is only planned. */
  readonly skipped: number;
  readonly durationMs: number | undefined;
  /** The first ones. */
  readonly failures: readonly TestFailure[];
  /** What is wrong with the report itself, in sentences. */
  readonly notes: readonly string[];
}

/** Counts tests while a report is read, and keeps the first failures, cleaned and cut. */
export interface Tally {
  readonly add: (outcome: 'passed' | 'skipped') => void;
  /** The failure is only made when it is kept. */
  readonly fail: (failure: () => TestFailure) => void;
  readonly count: () => number;
  readonly end: (rest: Pick<TestReport, 'framework' | 'durationMs' | 'notes'>) => TestReport;
}

export const createTally = (): Tally => {
  const failures: TestFailure[] = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    add: (outcome) => {
      counts[outcome] += 1;
    },
    fail: (failure) => {
      counts.failed += 1;
      if (failures.length < maxFailures) failures.push(cleanFailure(failure()));
    },
    count: () => counts.passed + counts.failed + counts.skipped,
    end: (rest) => ({ ...counts, failures, ...rest }),
  };
};

/** Cleans and cuts the texts of a failure, and looks in them for the place when the report does not name it. */
export const cleanFailure = (failure: TestFailure): TestFailure => {
  const { name, suite, file, line, message, stack } = failure;
  const text = cleanText({ text: message, max: maxMessage });
  const trace = stack === undefined ? undefined : cleanText({ text: withoutDependencies(stack), max: maxStack });
  const place = line === undefined ? placeIn({ text: `${stack ?? ''}\n${message}`, file }) : { file, line };
  return {
    name: cleanText({ text: name, max: maxName }),
    suite: suite === undefined ? undefined : cleanText({ text: suite, max: maxName }),
    file:
      file === undefined && place?.file === undefined ? undefined : cleanText({ text: file ?? place?.file ?? '', max: maxName }),
    line: place?.line,
    message: text,
    stack: trace === '' || trace === text ? undefined : trace,
  };
};

/** One report of several files of the same run. */
export const mergeReports = (reports: readonly TestReport[]): TestReport | undefined => {
  const [first] = reports;
  if (first === undefined) return undefined;
  const sum = (of: (report: TestReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const durations = reports.flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]));
  return {
    framework: first.framework,
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    durationMs: durations.length === 0 ? undefined : durations.reduce((total, duration) => total + duration, 0),
    failures: reports.flatMap(({ failures }) => failures).slice(0, maxFailures),
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
  };
};

/** The frames that tell something about the tests; those of the runner and of packages are most of a stack. */
const withoutDependencies = (stack: string): string =>
  stack
    .slice(0, maxStack * 8)
    .split('\n')
    .filter((line) => !/^\s{0,20}(?:at )?.{0,300}(?:node_modules\/|\(node:|at node:|\/site-packages\/)/.test(line.slice(0, 500)))
    .join('\n');

const maxFailures = 50;
const maxName = 300;
const maxMessage = 1_500;
const maxStack = 1_500;
