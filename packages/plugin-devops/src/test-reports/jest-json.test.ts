import { describe, expect, it } from 'vitest';
import { parseJestJson } from './jest-json.ts';

/** As jest writes it, with the counts first. */
const jest = {
  numFailedTestSuites: 2,
  numFailedTests: 1,
  numPassedTestSuites: 1,
  numPassedTests: 2,
  numPendingTestSuites: 0,
  numPendingTests: 1,
  numRuntimeErrorTestSuites: 1,
  numTodoTests: 1,
  numTotalTestSuites: 3,
  numTotalTests: 5,
  openHandles: [],
  startTime: 1_000,
  success: false,
  testResults: [
    {
      name: '/app/sum.test.js',
      status: 'failed',
      startTime: 1_100,
      endTime: 1_500,
      message: '  ● sum › fails …',
      assertionResults: [
        { ancestorTitles: ['sum'], fullName: 'sum adds', title: 'adds', status: 'passed', failureMessages: [], location: null },
        {
          ancestorTitles: ['sum', 'deep'],
          fullName: 'sum deep fails',
          title: 'fails',
          status: 'failed',
          failureMessages: [
            'Error: \u001b[2mexpect(\u001b[22mreceived\u001b[2m)\u001b[22m\n\nExpected: 3\n    at Object.<anonymous> (/app/sum.test.js:7:12)\n    at run (/app/node_modules/jest-circus/run.js:1:1)',
            'Error: another',
          ],
          location: null,
        },
        { ancestorTitles: [], title: 'later', status: 'pending', failureMessages: [] },
        { ancestorTitles: [], title: 'planned', status: 'todo', failureMessages: [] },
      ],
    },
    {
      name: '/app/broken.test.js',
      status: 'failed',
      message: "Cannot find module './x' from 'broken.test.js'",
      assertionResults: [],
    },
    { name: '/app/ok.test.js', status: 'passed', assertionResults: [{ title: 'ok', status: 'passed' }] },
  ],
  wasInterrupted: false,
};
const text = JSON.stringify(jest);
const parse = (report: string) => parseJestJson({ text: report, signal: new AbortController().signal });

describe('parseJestJson', () => {
  it('counts tests, and a file that could not be loaded as a failure', async () => {
    const report = await parse(text);
    expect(report).toMatchObject({ framework: 'jest', passed: 2, failed: 2, skipped: 2, durationMs: 500, notes: [] });
    expect(report?.failures).toEqual([
      {
        name: 'fails',
        suite: 'sum > deep',
        file: '/app/sum.test.js',
        line: 7,
        message: 'Error: expect(received)\n\nExpected: 3\n(and 1 more)',
        stack: 'at Object.<anonymous> (/app/sum.test.js:7:12)',
      },
      expect.objectContaining({
        name: 'The file',
        file: '/app/broken.test.js',
        message: expect.stringContaining('Cannot find module'),
      }),
    ]);
  });

  it('finds the report between other output', async () => {
    const noisy = `> app@1.0.0 test\n> jest --json\n\n{"not": "it"}\n${JSON.stringify(jest, null, 2)}\nDone in 1s {}\n`;
    expect(await parse(noisy)).toMatchObject({ passed: 2, failed: 2 });
  });

  it('reads the counts of a report that is cut off, and says so', async () => {
    expect(await parse(text.slice(0, 900))).toMatchObject({
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: [],
      notes: [expect.stringContaining('only its counts')],
    });
    expect(await parse(text.slice(0, 60))).toBeUndefined();
  });

  it('reads what it can of wrong shapes', async () => {
    const odd = {
      numTotalTestSuites: 1,
      testResults: [null, 5, { assertionResults: [null, 'x', { status: 'passed' }, { status: 'failed', failureMessages: 7 }] }],
    };
    expect(await parse(JSON.stringify(odd))).toMatchObject({ framework: 'vitest', passed: 1, failed: 0 });
    expect(await parse('{"numTotalTestSuites": 1, "testResults": {}}')).toBeUndefined();
    expect(await parse('nothing')).toBeUndefined();
  });
});
