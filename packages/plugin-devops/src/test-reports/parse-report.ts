import { plainEnd } from './clean-text.ts';
import { jestStart, parseJestJson } from './jest-json.ts';
import { jestEnd, parseJestText } from './jest-text.ts';
import { junitStart, parseJunitXml } from './junit-xml.ts';
import { nodeSpecEnd, parseNodeSpec } from './node-spec.ts';
import { parsePytest, pytestEnd } from './pytest-text.ts';
import { parseTap, tapStart } from './tap.ts';
import type { ReportFormat } from './report-formats.ts';
import type { TestReport } from './test-report.ts';
import { parseUnittest, unittestEnd } from './unittest-text.ts';
import { parseVitestText, vitestEnd } from './vitest-text.ts';

/** Reads a report or the output of a test runner; `undefined` when it holds nothing of the format, or with `auto` of any. */
export const parseReport = async (request: {
  text: string;
  /** What the program printed for people; the text itself for a file. */
  printed: string;
  format: ReportFormat;
  signal: AbortSignal;
}): Promise<TestReport | undefined> => {
  const { format, signal } = request;
  const printed = plainEnd(request.printed);
  let empty: TestReport | undefined;
  for (const dialect of dialects) {
    const text = dialect.printed === true ? printed : request.text;
    if ((format !== 'auto' && !dialect.formats.includes(format)) || text.search(dialect.sign) === -1) continue;
    const report = await dialect.parse({ text, signal });
    // Something that counts no test may only look like a report.
    if (report !== undefined && report.passed + report.failed + report.skipped > 0) return report;
    empty ??= report;
  }
  return empty;
};

interface Dialect {
  readonly formats: readonly ReportFormat[];
  /** Made for people: only its end is read, without colours. */
  readonly printed?: true;
  readonly sign: RegExp;
  readonly parse: (request: { text: string; signal: AbortSignal }) => Promise<TestReport | undefined> | TestReport | undefined;
}

// What is made for machines comes first: it says more.
const dialects: readonly Dialect[] = [
  { formats: ['vitest', 'jest'], sign: jestStart, parse: parseJestJson },
  { formats: ['junit', 'pytest', 'vitest', 'jest'], sign: junitStart, parse: parseJunitXml },
  { formats: ['tap', 'vitest'], sign: tapStart, parse: parseTap },
  { formats: ['pytest'], printed: true, sign: pytestEnd, parse: ({ text }) => parsePytest(text) },
  { formats: ['tap'], printed: true, sign: nodeSpecEnd, parse: ({ text }) => parseNodeSpec(text) },
  { formats: ['vitest'], printed: true, sign: vitestEnd, parse: ({ text }) => parseVitestText(text) },
  { formats: ['jest'], printed: true, sign: jestEnd, parse: ({ text }) => parseJestText(text) },
  { formats: ['pytest'], printed: true, sign: unittestEnd, parse: ({ text }) => parseUnittest(text) },
];
