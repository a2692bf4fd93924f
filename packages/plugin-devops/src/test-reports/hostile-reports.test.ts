import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCoverage } from './coverage/parse-coverage.ts';
import { parseReport } from './parse-report.ts';
import { reportFormats } from './report-formats.ts';
import type { TestReport } from './test-report.ts';

const { signal } = new AbortController();
const parse = (text: string) => parseReport({ text, printed: text, format: 'auto', signal });

// Each has five tests, so that a part of one never counts more.
const reports = [
  `<testsuites tests="5"><testsuite name="s"><testcase name="a"/><testcase name="b"><failure message="x">y &amp; <![CDATA[z]]></failure></testcase>
   <!-- c --><testcase name="c"><skipped/></testcase><testcase name="d"/><testcase name="e"/></testsuite></testsuites>`,
  'TAP version 14\n1..3\nok 1 - a\nnot ok 2 - b\n  ---\n  message: "x"\n  at: "a.js:1:2"\n  ...\n# Subtest: s\n    ok 1 - c\n    ok 2 - d # SKIP\n    ok 3\n    1..3\nok 3 - s\n',
  JSON.stringify({
    numTotalTestSuites: 1,
    numPassedTests: 4,
    numFailedTests: 1,
    numTotalTests: 5,
    testResults: [
      {
        name: '/a.ts',
        assertionResults: [...'abcd'].map((title) => ({ title, status: 'passed' })).concat({ title: 'e', status: 'failed' }),
      },
    ],
  }),
  '_____ test_a _____\nE   x\na.py:1: E\n== short test summary info ==\nFAILED a.py::test_a - x\n=== 1 failed, 4 passed in 0.10s ===\n',
];
const coverages = [
  '{"total":{"lines":{"total":4,"covered":2},"statements":{"total":4,"covered":2},"functions":{"total":1,"covered":1},"branches":{"total":0,"covered":0}}}',
  'TN:\nSF:a.js\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n',
  '<coverage line-rate="0.5"><class filename="a.py"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class></coverage>',
];
const total = (report: TestReport) => report.passed + report.failed + report.skipped;
const pieces = fc.array(
  fc.oneof(
    fc
      .constantFrom(...reports, ...coverages)
      .chain((text) => fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([one, other]) => text.slice(one, one + other))),
    fc.string(),
    fc.constantFrom(
      '<testsuite',
      '<![CDATA[',
      '<!DOCTYPE a [',
      ']]>',
      '"',
      '&#x110000;',
      '\u001b[31m',
      'not ok 1',
      '    ',
      '---',
      '{',
      '}',
      '\0',
      '__proto__',
      '1..99999999999',
      'SF:',
      'DA:,',
    ),
  ),
  { maxLength: 12 },
);

describe('reports that are broken', () => {
  it('are counted up to their end, whichever it is', async () => {
    for (const text of reports) {
      expect(total((await parse(text))!)).toBe(5);
      for (let end = 0; end < text.length; end += 1) {
        const report = await parse(text.slice(0, end));
        if (report !== undefined) expect(total(report), text.slice(0, end)).toBeLessThanOrEqual(5);
      }
    }
  });

  it('never make a parser fail, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom(...reportFormats), async (parts, format) => {
        const text = parts.join('');
        const report = await parseReport({ text, printed: text, format, signal });
        if (report !== undefined)
          for (const { message, name } of report.failures) expect(message.length + name.length).toBeLessThan(2_000);
        const coverage = await parseCoverage({ text, signal });
        for (const share of [coverage?.lines, coverage?.branches])
          if (share !== undefined) expect(share.covered).toBeLessThanOrEqual(share.total);
      }),
      { numRuns: 400 },
    );
  });

  it('do not hold long lines, deep nesting or repeated marks against the parsers', async () => {
    const long = 300_000;
    const hostile = [
      '<',
      '{"numTotalTestSuites":',
      '<testsuite a="',
      'ok 1 ',
      '    # Subtest: x\n        ',
      'not ok 1 - x {\n',
      '=',
      '_____ ',
      ' FAIL  x > ',
      '\u001b[',
      'File "',
      'a.b',
      ' ❯ x:1:',
      '1 passed, ',
    ];
    for (const mark of hostile) {
      const text = mark.repeat(Math.ceil(long / mark.length));
      await parse(text);
      await parse(`TAP version 13\nnot ok 1 - a\n  ---\n  message: ${text}\n  ...\n1..1\n`);
      await parse(
        `<testsuite><testcase name="a"><failure message="x">${text.replaceAll('<', '&lt;')}</failure></testcase></testsuite>`,
      );
      await parseCoverage({ text: `SF:${text}`, signal });
    }
  });
});
