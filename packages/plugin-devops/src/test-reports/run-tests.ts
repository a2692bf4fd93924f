import type { RunProgram } from '../process/run-program.ts';
import type { Confinement } from '../files/confinement.ts';
import type { Judged, JudgeProcess } from '../programs/process-judge.ts';
import { createRunProcess } from '../process/process-runner.ts';
import type { ProcessResult } from '../process/run-for-result.ts';
import type { Search } from '../search/search.ts';
import { collectOutput } from './collect-output.ts';
import { judgeRun } from './judge-run.ts';
import type { ReportFormat } from './report-formats.ts';
import { findReports } from './report-files.ts';
import { readResults } from './read-results.ts';
import type { Expected, Results } from './read-results.ts';

export interface TestRun extends Results {
  readonly end: ProcessResult;
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
export interface RunTestsParts {
  readonly confinement: Confinement;
  readonly search: Search;
  readonly judge: JudgeProcess;
  readonly run: RunProgram;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program as process_run does, and reads the reports that this run wrote. */
export const createRunTests =
  (parts: RunTestsParts): RunTests =>
  async ({ argv, path, timeoutMs, guard, format, reportPath, coveragePath, signal }) => {
    const { confinement, search } = parts;
    const folder = (await confinement.locate({ path })).real;
    const find = (at: string) => findReports({ confinement, search, path: at, folder, signal });
    const expect = async (at: string | undefined): Promise<Expected | undefined> =>
      at === undefined ? undefined : { path: at, before: await find(at) };
    const [report, coverage] = [await expect(reportPath), await expect(coveragePath)];
    const output = collectOutput();
    const run: RunProgram = (call) => parts.run({ ...call, ...output.alsoTo(call) });
    const end = await createRunProcess({ ...parts, run })({ argv, path, stdin: undefined, timeoutMs, guard, signal });
    const results = await readResults({ find, output: output.end(), format, report, coverage, signal });
    return {
      ...results,
      end,
      notes: [...judgeRun({ end, report: results.report }), ...results.notes],
      showPath: async (at) => {
        const place = await confinement.locate({ path: at, base: folder }).catch(() => undefined);
        return place?.exists === true ? place.shown : at;
      },
    };
  };
