import { lineSlices } from './slices.ts';
import { readDiagnostic } from './tap-diagnostic.ts';
import { readTapLine } from './tap-line.ts';
import type { TapLine } from './tap-line.ts';
import { createTally } from './test-report.ts';
import type { Tally, TestReport } from './test-report.ts';

/** Where TAP begins: a version, a plan or the first test. */
export const tapStart = /^(?:TAP version 1[234][ \t]*\r?$|1\.\.\d+[ \t]*(?:\r?$|#)|(?:not )?ok 1(?= |\r?$))/m;

/**
 * Reads TAP 13 and 14: subtests (indented, or in braces), YAML blocks, directives, bail out. Tests that hold subtests are not counted,
 * except one that failed by itself.
 */
export const parseTap = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<TestReport | undefined> => {
  const from = text.search(tapStart);
  if (from === -1) return undefined;
  const state: State = {
    tally: createTally(),
    levels: [],
    held: undefined,
    block: undefined,
    plan: undefined,
    points: 0,
    bailed: false,
    failed: false,
    durationMs: undefined,
  };
  for await (const lines of lineSlices({ text: text.slice(from), signal })) for (const line of lines) takeLine({ state, line });
  settle(state);
  for (const level of state.levels.toReversed()) {
    if (level.suite !== undefined) endSuite({ state, suite: level.suite, below: level });
    settle(state);
  }
  return state.tally.end({ framework: 'tap', durationMs: state.durationMs, notes: notesOf(state) });
};

const maxLine = 4_000;
const maxBlockLines = 300;
const maxLevels = 100;

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly directive: 'skip' | 'todo' | undefined;
  readonly indent: number;
  readonly suite: string | undefined;
  diagnostic: string[];
}
/** What was seen at one indentation since the last test of a smaller one. */
interface Level {
  readonly indent: number;
  /** The test whose braces are open around it. */
  readonly suite: Point | undefined;
  points: number;
  failed: number;
  /** The name that a comment gave to the subtests that follow. */
  title: string | undefined;
}
interface State {
  readonly tally: Tally;
  levels: Level[];
  /** The last test: its YAML block follows it. */
  held: Point | undefined;
  block: { readonly indent: number; readonly lines: string[] } | undefined;
  plan: number | undefined;
  /** Tests that are not inside others. */
  points: number;
  bailed: boolean;
  /** Whether any test failed. */
  failed: boolean;
  durationMs: number | undefined;
}

const takeLine = ({ state, line: whole }: { state: State; line: string }): void => {
  const line = whole.slice(0, maxLine).trimEnd();
  const text = line.trimStart();
  const indent = line.length - text.length;
  if (state.block !== undefined && (text === '' || indent > (state.held?.indent ?? 0))) {
    if (text === '...' && indent <= state.block.indent) state.block = undefined;
    else if (state.block.lines.length < maxBlockLines) state.block.lines.push(line);
    return;
  }
  // A block that nothing ended: its lines are always deeper than their test.
  state.block = undefined;
  if (text === '---' && state.held !== undefined && indent > state.held.indent) {
    state.block = { indent, lines: state.held.diagnostic };
    return;
  }
  const read = readTapLine(text);
  if (read.kind === 'test') takeTest({ state, indent, test: read });
  else if (read.kind === 'brace') closeBrace({ state, indent });
  else if (read.kind === 'bail') bailOut({ state, reason: read.reason });
  else if (read.kind === 'subtest') {
    settle(state);
    levelAt({ state, indent }).title = read.title;
  } else if (read.kind === 'plan' && indent === 0) state.plan = read.count;
  else if (read.kind === 'duration' && indent === 0) state.durationMs = read.milliseconds;
};

/** The reason is text of the program, so it is told as that of a failure, where no test tells it. */
const bailOut = ({ state, reason }: { state: State; reason: string }): void => {
  settle(state);
  if (!state.bailed && !state.failed)
    state.tally.fail(() => ({ name: 'Bail out!', message: reason === '' ? 'no reason given' : reason }));
  state.bailed = true;
};

const takeTest = (at: { state: State; indent: number; test: TapLine & { kind: 'test' } }): void => {
  const { state, indent } = at;
  const { failed, name, directive, opens } = at.test;
  settle(state);
  const level = levelAt({ state, indent });
  level.points += 1;
  const point: Point = {
    ok: !failed,
    name,
    directive,
    indent,
    suite: suiteNames({ state, indent, name }),
    diagnostic: [],
  };
  if (level.title === name) level.title = undefined;
  if (indent === 0) state.points += 1;
  // What is deeper and has no braces of its own belongs to this test.
  const below = state.levels.filter((other) => other.indent > indent);
  state.levels = state.levels.filter((other) => other.indent <= indent);
  if (below.length > 0) {
    const [children] = below;
    if (children !== undefined) endSuite({ state, suite: point, below: children });
  } else if (opens && state.levels.length < maxLevels) {
    state.levels.push({ indent: indent + 1, suite: point, points: 0, failed: 0, title: undefined });
  } else state.held = point;
};

const levelAt = ({ state, indent }: { state: State; indent: number }): Level => {
  const last = state.levels.at(-1);
  // Inside braces, any deeper indentation is the same level.
  if (last?.suite !== undefined && indent >= last.indent) return last;
  const found = state.levels.find((level) => level.indent === indent);
  if (found !== undefined) return found;
  const level = { indent, suite: undefined, points: 0, failed: 0, title: undefined };
  if (state.levels.length < maxLevels)
    state.levels = [...state.levels, level].toSorted((one, other) => one.indent - other.indent);
  return level;
};

const closeBrace = ({ state, indent }: { state: State; indent: number }): void => {
  settle(state);
  const at = state.levels.findLastIndex((level) => level.suite !== undefined && level.suite.indent === indent);
  const level = state.levels[at];
  if (level?.suite === undefined) return;
  state.levels = state.levels.slice(0, at);
  endSuite({ state, suite: level.suite, below: level });
};

/** Counts a test that holds others: only when they do not tell why it failed. */
const endSuite = ({ state, suite, below }: { state: State; suite: Point; below: Level }): void => {
  const explained = below.points > 0 && (suite.ok || below.failed > 0 || suite.directive !== undefined);
  if (!explained) state.held = suite;
  else if (!suite.ok) markFailed(state);
};

/** Counts the last test, now that its YAML block is known. */
const settle = (state: State): void => {
  const point = state.held;
  state.held = undefined;
  state.block = undefined;
  if (point === undefined) return;
  if (point.directive !== undefined) return state.tally.add('skipped');
  if (point.ok) return state.tally.add('passed');
  markFailed(state);
  state.tally.fail(() => {
    const { message, stack, file, line } = readDiagnostic(point.diagnostic);
    return { name: point.name, suite: point.suite, file, line, message: message ?? 'not ok', stack };
  });
};

const markFailed = (state: State): void => {
  state.failed = true;
  for (const level of state.levels) level.failed += 1;
};

// Some write the comment at the indentation of the test that it names, some at that of the tests inside it.
const suiteNames = (at: { state: State; indent: number; name: string }): string | undefined => {
  const { state, indent, name } = at;
  const names = state.levels.flatMap(({ suite, title, indent: own }) => {
    if (suite !== undefined) return [suite.name];
    return title === undefined || own > indent || (own === indent && title === name) ? [] : [title];
  });
  return names.length === 0 ? undefined : names.join(' > ');
};

const notesOf = ({ plan, points, bailed }: State): string[] => [
  ...(bailed ? ['The tests bailed out: those after it did not run.'] : []),
  ...(plan === undefined ? ['The TAP has no plan, so it may be cut off.'] : []),
  ...(plan !== undefined && plan !== points ? [`The TAP planned ${plan} tests and holds ${points}.`] : []),
];
