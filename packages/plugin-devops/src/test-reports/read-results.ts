import { LineclearError } from '@lineclear/core/plugin';
import { plainEnd } from './clean-text.ts';
import type { OutputCollector } from './collect-output.ts';
import type { Coverage } from './coverage/coverage.ts';
import { parseCoverage } from './coverage/parse-coverage.ts';
import { parseReport } from './parse-report.ts';
import type { ReportFormat } from './report-formats.ts';
import { noFiles, readReports } from './report-files.ts';
import type { ReportFiles } from './report-files.ts';
import { mergeReports } from './test-report.ts';
import type { TestReport } from './test-report.ts';

/** A path, and what lay there before the run. */
export interface Expected {
  readonly path: string;
  readonly before: ReportFiles;
  /** Whether the program printed the path: its text is not repeated in notes. */
  readonly printed?: true;
}
export interface Results {
  readonly report: TestReport | undefined;
  readonly coverage: Coverage | undefined;
  /** What is missing, old, cut off or cannot be read, in sentences. */
  readonly notes: readonly string[];
}

/** Reads what a run left behind: its report, else what its runner says it wrote, else its output. The run is over, so nothing here fails it. */
export const readResults = async (request: {
  find: (path: string) => Promise<ReportFiles>;
  output: ReturnType<OutputCollector['end']>;
  format: ReportFormat;
  report: Expected | undefined;
  coverage: Expected | undefined;
  signal: AbortSignal;
}): Promise<Results> => {
  const { find, output, format, signal } = request;
  const notes: string[] = [];
  const textsOf = async ({ path, before, printed }: Expected) => {
    const named = printed === true ? 'The report that the program says it wrote' : `The report at "${path}"`;
    try {
      const read = await readReports({ before, after: await find(path), named });
      notes.push(...read.notes);
      return read.texts;
    } catch (error) {
      if (!LineclearError.is(error)) throw error;
      notes.push(`${named} was not read: ${printed === true ? `${error.code}.` : error.message}`);
      return [];
    }
  };
  const reportIn = async (expected: Expected | undefined) => {
    const reports: TestReport[] = [];
    for (const { shown, text } of expected === undefined ? [] : await textsOf(expected)) {
      const report = await parseReport({ text, printed: text, format, signal });
      if (report === undefined) notes.push(`"${shown}" holds no test results that can be read.`);
      else reports.push(report);
    }
    return mergeReports(reports);
  };
  const coverageIn = async (expected: Expected) => {
    const [first, ...more] = await textsOf(expected);
    if (first === undefined) return undefined;
    if (more.length > 0) notes.push(`Coverage was read from "${first.shown}" only.`);
    const coverage = await parseCoverage({ text: first.text, signal });
    if (coverage === undefined)
      notes.push(`"${first.shown}" is no coverage report: istanbul's JSON up to 16 MB, lcov and cobertura's XML are read.`);
    else notes.push(...coverage.notes);
    return coverage;
  };
  // The runner itself says that it wrote this file now, so what lay there before does not matter.
  const said = request.report === undefined ? writtenTo(output.printed) : undefined;
  let report = await reportIn(
    request.report ?? (said === undefined ? undefined : { path: said, before: noFiles, printed: true }),
  );
  if (report === undefined) {
    report = await parseReport({ text: output.stdout, printed: output.printed, format, signal });
    if (output.stdoutIsCut) notes.push('The output is too long to be read to its end.');
  }
  const coverage = request.coverage === undefined ? undefined : await coverageIn(request.coverage);
  return { report, coverage, notes: [...(report?.notes ?? []), ...notes] };
};

/** vitest and jest write their report to a file and print where. */
const writtenTo = (printed: string): string | undefined =>
  /^(?:(?:JSON|JUNIT) report written to|Test results written to:) (\S.{0,1000})$/m.exec(plainEnd(printed))?.[1];
