import { LineclearError } from '@lineclear/core/plugin';
import type { RunProgram } from '../process/run-program.ts';
import type { Confinement } from '../workspace/confinement.ts';
import type { JudgeProcess, Judged } from '../workspace/process-judge.ts';
import { createRunProcess } from '../workspace/process-runner.ts';
import type { ProcessResult } from '../workspace/process-runner.ts';
import type { Search } from '../workspace/search.ts';
import { plainEnd } from './clean-text.ts';
import { collectOutput } from './collect-output.ts';
import type { Coverage } from './coverage/coverage.ts';
import { parseCoverage } from './coverage/parse-coverage.ts';
import { judgeRun } from './judge-run.ts';
import { parseReport } from './parse-report.ts';
import type { ReportFormat } from './parse-report.ts';
import { findReports, readReports } from './report-files.ts';
import { mergeReports } from './test-report.ts';
import type { TestReport } from './test-report.ts';

export interface TestRun {
  readonly end: ProcessResult;
  readonly report: TestReport | undefined;
  readonly coverage: Coverage | undefined;
  /** What is missing, old, cut off or contradictory, in sentences. */
  readonly notes: readonly string[];
  /** The path under which other tools know a file that a report names. */
  readonly showPath: (path: string) => Promise<string>;
}
export type RunTests = (request: {
  argv: readonly string[];
  path: string;
  timeoutMs: number;
  guard: Judged['guard'];
  format: ReportFormat;
  /** A file, a folder of XML files, or a glob, relative to `path`; the output is read when absent. */
  reportPath: string | undefined;
  coveragePath: string | undefined;
  signal: AbortSignal;
}) => Promise<TestRun>;

/** Runs a program as process_run does, and reads the reports that this run wrote. */
export const createRunTests =
  (parts: {
    confinement: Confinement;
    search: Search;
    judge: JudgeProcess;
    run: RunProgram;
    env: Readonly<Record<string, string>>;
  }): RunTests =>
  async ({ argv, path, timeoutMs, guard, format, reportPath, coveragePath, signal }) => {
    const { confinement, search } = parts;
    const folder = (await confinement.locate({ path })).real;
    const find = (at: string) => findReports({ confinement, search, path: at, folder, signal });
    const before = { report: await findAll({ find, path: reportPath }), coverage: await findAll({ find, path: coveragePath }) };
    const output = collectOutput();
    const run: RunProgram = (call) =>
      parts.run({
        ...call,
        onStdout: (chunk) => (output.onStdout(chunk), call.onStdout(chunk)),
        onStderr: (chunk) => (output.onStderr(chunk), call.onStderr(chunk)),
      });
    const end = await createRunProcess({ ...parts, run })({ argv, path, stdin: undefined, timeoutMs, guard, signal });
    const notes: string[] = [];
    const fromFiles = async (at: string, old: Awaited<ReturnType<typeof find>>) => {
      const { texts, notes: more } = await readReports({ before: old, after: await find(at), path: at });
      notes.push(...more);
      return texts;
    };
    const parse = async (texts: readonly { text: string }[]) => {
      const reports: TestReport[] = [];
      for (const { text } of texts) reports.push(...one(await parseReport({ text, printed: text, format, signal })));
      return mergeReports(reports);
    };
    const { stdout, printed, stdoutIsCut } = output.end();
    let report = reportPath === undefined ? undefined : await parse(await fromFiles(reportPath, before.report));
    if (report === undefined) {
      const written = reportPath === undefined ? writtenTo(printed) : undefined;
      // The runner itself says that it wrote this file now.
      if (written !== undefined) report = await parse(await orNote({ notes, read: () => fromFiles(written, new Map()) }));
      report ??= await parseReport({ text: stdout, printed, format, signal });
      if (stdoutIsCut) notes.push('The output is too long to be read to its end.');
    }
    const coverage =
      coveragePath === undefined
        ? undefined
        : await readCoverage({ texts: await fromFiles(coveragePath, before.coverage), notes, signal });
    return {
      end,
      report,
      coverage,
      notes: [...judgeRun({ end, report }), ...(report?.notes ?? []), ...notes, ...(coverage?.notes ?? [])],
      showPath: async (at) => {
        const place = await confinement.locate({ path: at, base: folder }).catch(() => undefined);
        return place?.exists === true ? place.shown : at;
      },
    };
  };

const one = <Value>(value: Value | undefined): readonly Value[] => (value === undefined ? [] : [value]);

const findAll = async <Found>({
  find,
  path,
}: {
  find: (path: string) => Promise<Found>;
  path: string | undefined;
}): Promise<Found | Map<never, never>> => (path === undefined ? new Map<never, never>() : find(path));

/** vitest and jest write their report to a file and print where. */
const writtenTo = (printed: string): string | undefined =>
  /^(?:(?:JSON|JUNIT) report written to|Test results written to:) (\S.{0,1000})$/m.exec(plainEnd(printed))?.[1];

/** A path that the program printed may lead anywhere; what is refused is told, not thrown. */
const orNote = async <Value>({
  notes,
  read,
}: {
  notes: string[];
  read: () => Promise<readonly Value[]>;
}): Promise<readonly Value[]> => {
  try {
    return await read();
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    notes.push(`The report that the program says it wrote was not read: ${error.message}`);
    return [];
  }
};

const readCoverage = async (request: {
  texts: readonly { shown: string; text: string }[];
  notes: string[];
  signal: AbortSignal;
}): Promise<Coverage | undefined> => {
  const { texts, notes, signal } = request;
  const [first, ...more] = texts;
  if (first === undefined) return undefined;
  const coverage = await parseCoverage({ text: first.text, signal });
  if (coverage === undefined)
    notes.push(
      `"${first.shown}" is no coverage report that can be read: istanbul's JSON up to 16 MB, lcov and cobertura's XML are known.`,
    );
  if (more.length > 0) notes.push(`Coverage was read from "${first.shown}" only.`);
  return coverage;
};
