import { basename } from 'node:path';
import * as z from 'zod';
import { quoteArguments } from '../../process/quote-arguments.ts';
import { percentOf } from '../coverage/coverage.ts';
import type { Coverage, Share } from '../coverage/coverage.ts';
import { checkReportPath } from '../report-files.ts';
import { reportFormats } from '../report-formats.ts';
import type { TestRun } from '../run-tests.ts';
import type { TestFailure } from '../test-report.ts';
import { workspace } from '../../workspace/connection.ts';
import { fitting } from '../../text/fitting.ts';
import { hasNoNul } from '../../text/no-nul.ts';

const Percent = z.number().nullable();

export const testRun = workspace.write({
  name: 'test_run',
  title: 'Run tests',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'Run tests and get counts, failures and coverage. Use process_run for other programs.',
  input: z.strictObject({
    argv: z
      .array(z.string().refine(hasNoNul, 'Holds a NUL character.'))
      .min(1)
      .describe('Program and arguments, such as ["npm", "test"].'),
    cwd: z.string().default('.').describe('The folder to run in.'),
    timeout_s: z.int().min(1).max(600).default(120).describe('Ended after this.'),
    report: z.string().optional().describe('File, folder or glob in cwd, such as "out/*.xml"; else the output.'),
    format: z.enum(reportFormats).default('auto').describe('Of the results.'),
    coverage: z.string().optional().describe('File in cwd, such as "lcov.info".'),
  }),
  output: z.object({
    untrusted: z.literal(true),
    framework: z.string().nullable().describe('Null when no results were recognised.'),
    passed: z.int().nullable(),
    failed: z.int().nullable(),
    skipped: z.int().nullable(),
    total: z.int().nullable(),
    exit_code: z.int().nullable(),
    signal: z.string().nullable(),
    timed_out: z.boolean(),
    duration_ms: z.int(),
    tests_ms: z.int().optional().describe('As the report says.'),
    failures: z.array(
      z.object({
        name: z.string(),
        suite: z.string().optional(),
        file: z.string().optional(),
        line: z.int().optional(),
        message: z.string(),
        stack: z.string().optional(),
      }),
    ),
    failures_left_out: z.int(),
    coverage: z
      .object({
        lines: Percent,
        branches: Percent,
        functions: Percent,
        statements: Percent,
        files: z.int(),
        worst_files: z.array(z.object({ path: z.string(), lines: z.number() })),
      })
      .optional(),
    notes: z.array(z.string()).describe('What is missing or contradictory.'),
    stdout_end: z.string().optional(),
    stderr_end: z.string().optional(),
  }),
  // Reading a large report takes some seconds more.
  deadlineMs: (input) => (input.timeout_s + 45) * 1_000,
  // As for process_run: the preview raises the risk again for every program that the profile does not allow.
  classify: ({ input }) => ({ risk: 'reversible', class: basename(input.argv[0] ?? '') }),
  preview: async ({ input, reader, profile }) => {
    const { argv, cwd, timeout_s, report, coverage } = input;
    const { folder, program, reasons, guard } = await reader.judgeProcess({ argv, path: cwd });
    for (const path of [report, coverage]) {
      if (path !== undefined) await checkReportPath({ confinement: reader, path, folder: folder.real });
    }
    return {
      description: `Run tests with ${quoteArguments(argv)} in "${folder.shown}" of ${profile.name}, for at most ${timeout_s} s.`,
      guard,
      details: {
        program: program.real,
        folder: folder.real,
        ...(report === undefined ? {} : { report }),
        ...(coverage === undefined ? {} : { coverage }),
        ...(reasons.length > 0 ? { needs_a_person: reasons } : {}),
      },
      warnings: [],
      ...(reasons.length > 0 ? { risk: 'destructive', approval: 'human' } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { argv, cwd, timeout_s, format, report, coverage } = input;
    const run = await writer.runTests({
      argv,
      path: cwd,
      timeoutMs: timeout_s * 1_000,
      guard,
      format,
      reportPath: report,
      coveragePath: coverage,
      signal,
    });
    return toAnswer(run);
  },
});

const maxFailures = 20;
const maxFailureCharacters = 30_000;
const maxEnd = 4_000;
const maxWorst = 10;

const toAnswer = async ({ end, report, coverage, notes, showPath }: TestRun) => {
  const failures = await Promise.all(
    (report?.failures ?? []).slice(0, maxFailures).map((failure) => toFailure({ failure, showPath })),
  );
  const shown = fitting({ items: failures, maxCharacters: maxFailureCharacters });
  // Where the report explains the end of the program, its output says nothing more.
  const explained = report !== undefined && (end.exitCode === 0 || report.failures.length > 0);
  return {
    // Names and messages are what the tests and their program say.
    untrusted: true as const,
    framework: report?.framework ?? null,
    passed: report?.passed ?? null,
    failed: report?.failed ?? null,
    skipped: report?.skipped ?? null,
    total: report === undefined ? null : report.passed + report.failed + report.skipped,
    exit_code: end.exitCode,
    signal: end.signal,
    timed_out: end.timedOut,
    duration_ms: end.durationMs,
    ...(report?.durationMs === undefined ? {} : { tests_ms: report.durationMs }),
    failures: [...shown],
    failures_left_out: Math.max((report?.failed ?? 0) - shown.length, 0),
    ...(coverage === undefined ? {} : { coverage: await toCoverage({ coverage, showPath }) }),
    notes: [...new Set(notes)],
    ...(explained
      ? {}
      : { stdout_end: end.stdout.slice(-maxEnd).toWellFormed(), stderr_end: end.stderr.slice(-maxEnd).toWellFormed() }),
  };
};

const toFailure = async ({ failure, showPath }: { failure: TestFailure; showPath: TestRun['showPath'] }) => {
  const { name, suite, file, line, message, stack } = failure;
  return {
    name,
    ...(suite === undefined ? {} : { suite }),
    ...(file === undefined ? {} : { file: await showPath(file) }),
    ...(line === undefined ? {} : { line }),
    message,
    ...(stack === undefined ? {} : { stack }),
  };
};

const toCoverage = async ({ coverage, showPath }: { coverage: Coverage; showPath: TestRun['showPath'] }) => {
  const worst = coverage.files
    .filter(({ lines }) => lines.covered < lines.total)
    .map(({ path, lines }) => ({ path, lines: percentOf(lines) }))
    .toSorted((one, other) => one.lines - other.lines || (one.path < other.path ? -1 : 1))
    .slice(0, maxWorst);
  const percent = (share: Share | undefined) => (share === undefined ? null : percentOf(share));
  return {
    lines: percent(coverage.lines),
    branches: percent(coverage.branches),
    functions: percent(coverage.functions),
    statements: percent(coverage.statements),
    files: coverage.files.length,
    worst_files: await Promise.all(worst.map(async ({ path, lines }) => ({ path: await showPath(path), lines }))),
  };
};
