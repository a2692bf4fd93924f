import { setImmediate } from 'node:timers/promises';
import { createTally } from './test-report.ts';
import type { Tally, TestFailure, TestReport } from './test-report.ts';
import { xmlEvents } from './xml-events.ts';
import type { XmlEvent } from './xml-events.ts';

/** Where a JUnit report begins, with other output before it. */
export const junitStart = /<testsuites?[\s>/]/;

/**
 * Reads JUnit's XML in the dialects of surefire, gradle, pytest, jest-junit, vitest, node and others: suites in suites, failures in
 * attributes or elements, tests that were run again. Tests are counted one by one; the sums in the attributes are only compared.
 */
export const parseJunitXml = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<TestReport | undefined> => {
  const from = text.search(junitStart);
  if (from === -1) return undefined;
  const state = startState();
  let turnAt = 0;
  for (const event of xmlEvents(text.slice(from))) {
    if (event.at - turnAt > charactersPerTurn) {
      turnAt = event.at;
      await setImmediate(undefined, { signal });
    }
    take({ state, event });
    if (event.kind === 'close' && state.suites.length === 0) break;
  }
  return finish(state);
};

const charactersPerTurn = 1 << 16;

interface Case {
  readonly attributes: ReadonlyMap<string, string>;
  failure: { kind: string; attributes: ReadonlyMap<string, string>; text: string } | undefined;
  skipped: boolean;
}
interface State {
  readonly tally: Tally;
  /** The open suites, the outermost first. */
  readonly suites: { name: string; attributes: ReadonlyMap<string, string> }[];
  test: Case | undefined;
  /** The element inside the test whose text is read. */
  inside: string | undefined;
  cut: boolean;
  declared: number;
  seconds: number;
}

const startState = (): State => ({
  tally: createTally(),
  suites: [],
  test: undefined,
  inside: undefined,
  cut: false,
  declared: 0,
  seconds: 0,
});

const take = ({ state, event }: { state: State; event: XmlEvent }): void => {
  if (event.kind === 'cut') state.cut = true;
  else if (event.kind === 'text') {
    if (state.test?.failure !== undefined && state.inside === state.test.failure.kind) state.test.failure.text += event.text;
  } else if (event.kind === 'open') opened({ state, event });
  else closed({ state, name: event.name });
};

const opened = ({ state, event }: { state: State; event: XmlEvent & { kind: 'open' } }): void => {
  const { name, attributes } = event;
  const { test } = state;
  if (name === 'testsuite' || name === 'testsuites') {
    if (name === 'testsuite' && state.suites.at(-1)?.name !== 'testsuite') addTotals({ state, attributes });
    state.suites.push({ name, attributes });
  } else if (name === 'testcase') state.test = { attributes, failure: undefined, skipped: false };
  else if (test !== undefined) {
    state.inside = name;
    if (name === 'skipped') test.skipped = true;
    // The first one counts. A failure that did not happen again (flakyFailure) is none.
    else if (name === 'failure' || name === 'error') test.failure ??= { kind: name, attributes, text: '' };
  }
};

const closed = ({ state, name }: { state: State; name: string }): void => {
  if (name === 'testcase') {
    if (state.test !== undefined) count({ state, test: state.test });
    state.test = undefined;
  } else if (name === 'testsuite' || name === 'testsuites') state.suites.pop();
  if (name === state.inside) state.inside = undefined;
};

// Suites sum up those inside them, so only the outermost are added.
const addTotals = ({ state, attributes }: { state: State; attributes: ReadonlyMap<string, string> }): void => {
  state.declared += wholeNumber(attributes.get('tests'));
  const seconds = Number((attributes.get('time') ?? '').replaceAll(',', ''));
  if (Number.isFinite(seconds) && seconds > 0) state.seconds += seconds;
};

const wholeNumber = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

const count = ({ state, test }: { state: State; test: Case }): void => {
  const { attributes, failure } = test;
  if (failure === undefined) {
    const notRun = attributes.get('status') === 'notrun' || /^(?:skipped|suppressed)$/.test(attributes.get('result') ?? '');
    return state.tally.add(test.skipped || notRun ? 'skipped' : 'passed');
  }
  const suites = state.suites.map((suite) => suite.attributes);
  state.tally.fail(() => toFailure({ attributes, failure, suites }));
};

const toFailure = (found: {
  attributes: ReadonlyMap<string, string>;
  failure: NonNullable<Case['failure']>;
  suites: readonly ReadonlyMap<string, string>[];
}): TestFailure => {
  const { attributes, failure } = found;
  const message = failure.attributes.get('message') ?? '';
  const text = failure.text.trim();
  const suites = found.suites.map((suite) => suite.get('name') ?? '').filter((name) => name !== '');
  const classname = attributes.get('classname') ?? '';
  const innermost = found.suites.at(-1);
  const file = attributes.get('file') ?? innermost?.get('file') ?? innermost?.get('filepath');
  // Node's own reporter writes the kind of the test there.
  const suite = classname === '' || classname === 'test' || classname === 'suite' ? suites.join(' > ') : classname;
  return {
    name: attributes.get('name') ?? '',
    suite: suite === '' ? undefined : suite,
    file: file ?? javaFile({ text, classname }),
    line: wholeNumber(attributes.get('line')) || undefined,
    message:
      message === ''
        ? (text.split('\n').find((line) => line.trim() !== '') ?? failure.attributes.get('type') ?? failure.kind)
        : message,
    stack: text,
  };
};

/** The file of a Java class, as its frames name it; the frames before it are those of the assertion library. */
const javaFile = ({ text, classname }: { text: string; classname: string }): string | undefined => {
  const simple = classname.split('.').at(-1)?.split('$')[0] ?? '';
  const frames = text.slice(0, 20_000).matchAll(/\(([\w$]{1,200})\.(java|kt|scala|groovy):\d{1,7}\)/g);
  const own = [...frames].find((frame) => frame[1] === simple);
  return own === undefined ? undefined : `${own[1]}.${own[2]}`;
};

const finish = (state: State): TestReport => {
  const counted = state.tally.count();
  const short = !state.cut && state.declared > counted;
  return state.tally.end({
    framework: 'junit',
    durationMs: state.seconds > 0 ? Math.round(state.seconds * 1_000) : undefined,
    notes: [
      ...(state.cut ? ['The XML report is cut off: only what stands before its end was counted.'] : []),
      ...(short ? [`The XML report names ${state.declared} tests and holds ${counted}.`] : []),
    ],
  });
};
