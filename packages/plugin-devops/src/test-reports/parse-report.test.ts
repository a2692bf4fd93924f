import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';
import type { ReportFormat } from './report-formats.ts';

const { signal } = new AbortController();
const parse = (text: string, format: ReportFormat = 'auto') => parseReport({ text, printed: text, format, signal });

const jest = `PASS src/ok.test.js
FAIL src/sum.test.js (5.2 s)
  ● Console

    console.log
      hello

  ● sum › deep › fails

    expect(received).toBe(expected) // Object.is equality

    Expected: 3
    Received: 2

      4 |   test('fails', () => {
    > 5 |     expect(1 + 1).toBe(3);

      at Object.toBe (src/sum.test.js:5:19)
      at run (node_modules/jest-circus/build/run.js:1:1)

FAIL src/broken.test.js
  ● Test suite failed to run

    Cannot find module './missing' from 'src/broken.test.js'

      at Resolver._throwModNotFoundError (node_modules/jest-resolve/build/resolver.js:487:11)
      at Object.<anonymous> (src/broken.test.js:1:18)

Test Suites: 2 failed, 1 passed, 3 total
Tests:       1 failed, 1 skipped, 1 todo, 2 passed, 5 total
Snapshots:   0 total
Time:        6.25 s
Ran all test suites.
`;
const pytest = `......F..s.E                                                             [100%]
==================================== ERRORS ====================================
_________________________ ERROR at setup of test_error _________________________
tests/test_a.py:16: in broken
    raise RuntimeError("fixture")
E   RuntimeError: fixture
=================================== FAILURES ===================================
_______________________ TestCart.test_total[x - y] _____________________________

    def test_total(self):
>       assert total() == 3
E       assert 2 == 3

tests/test_cart.py:12: AssertionError
=========================== short test summary info ============================
FAILED tests/test_cart.py::TestCart::test_total[x - y] - assert 2 == 3
ERROR tests/test_a.py::test_error - RuntimeError: fixture
1 failed, 9 passed, 1 skipped, 1 error in 75.20s (0:01:15)
`;
const vitest = `
 ❯ src/a.test.ts (2 tests | 1 failed) 8ms

 FAIL  |unit| src/a.test.ts > sum > fails
AssertionError: expected 2 to be 3

 ❯ src/a.test.ts:7:19

⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯

 FAIL  src/b.test.ts [ src/b.test.ts ]
Error: does not load
 ❯ src/b.test.ts:1:7

 Test Files  2 failed (2)
      Tests  1 failed | 1 passed | 3 todo (5)
   Start at  12:00:00
   Duration  1.25s (transform 1ms)
`;
const unittest = `F.
======================================================================
FAIL: test_fails (tests.test_a.TestA.test_fails)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/app/tests/test_a.py", line 9, in test_fails
    self.assertEqual(1, 2)
AssertionError: 1 != 2

----------------------------------------------------------------------
Ran 2 tests in 0.010s

FAILED (failures=1)
`;

describe('parseReport of what is printed for people', () => {
  it('reads jest: counts, failures with their place, files that could not be loaded', async () => {
    const report = await parse(jest);
    expect(report).toMatchObject({ framework: 'jest', passed: 2, failed: 2, skipped: 2, durationMs: 6_250 });
    expect(report?.failures).toMatchObject([
      { name: 'fails', suite: 'sum > deep', file: 'src/sum.test.js', line: 5, message: expect.stringContaining('Expected: 3') },
      {
        name: 'The file',
        file: 'src/broken.test.js',
        line: 1,
        message: expect.stringContaining("Cannot find module './missing'"),
      },
    ]);
    expect(report?.failures).toHaveLength(2);
  });

  it('reads pytest: parameters with dashes, errors of fixtures, a run of more than a minute', async () => {
    const report = await parse(pytest);
    expect(report).toMatchObject({ framework: 'pytest', passed: 9, failed: 2, skipped: 1, durationMs: 75_200 });
    expect(report?.failures).toMatchObject([
      { name: 'test_total[x - y]', suite: 'TestCart', file: 'tests/test_cart.py', line: 12, message: 'assert 2 == 3' },
      { name: 'test_error', file: 'tests/test_a.py', line: 16, message: 'RuntimeError: fixture' },
    ]);
    const noSummary = await parse(pytest.replace(/^=+ short[^]*?(?=^1 failed)/m, ''));
    expect(noSummary?.failures.map(({ name }) => name)).toEqual(['test_error', 'test_total[x - y]']);
  });

  it('reads vitest and unittest', async () => {
    expect(await parse(vitest)).toMatchObject({
      framework: 'vitest',
      passed: 1,
      failed: 2,
      skipped: 3,
      durationMs: 1_250,
      failures: [
        { name: 'fails', suite: 'sum', file: 'src/a.test.ts', line: 7 },
        { name: 'The file', file: 'src/b.test.ts', line: 1 },
      ],
    });
    expect(await parse(unittest)).toMatchObject({
      framework: 'unittest',
      passed: 1,
      failed: 1,
      failures: [
        {
          name: 'test_fails',
          suite: 'tests.test_a.TestA',
          file: '/app/tests/test_a.py',
          line: 9,
          message: 'AssertionError: 1 != 2',
        },
      ],
    });
  });

  it('reads vitest whichever of its streams arrives first', async () => {
    const counts = vitest.slice(vitest.indexOf(' Test Files'));
    const swapped = await parse(`${counts}\n${vitest.replace(counts, '')}`);
    expect(swapped).toEqual(await parse(vitest));
    expect(swapped?.failures).toHaveLength(2);
  });

  it('reads it with colours and other line ends', async () => {
    const coloured = vitest.replaceAll(/^( +)(\w+)/gm, '$1\u001b[2m$2\u001b[22m').replaceAll('\n', '\r\n');
    expect(await parse(coloured)).toMatchObject({ passed: 1, skipped: 3 });
  });
});

describe('parseReport of a named format', () => {
  it('reads nothing else', async () => {
    expect(await parse(jest, 'tap')).toBeUndefined();
    expect(await parse(jest, 'jest')).toMatchObject({ passed: 2 });
    expect(await parse('1..1\nok 1\n', 'junit')).toBeUndefined();
    expect(await parse('1..1\nok 1\n', 'tap')).toMatchObject({ passed: 1 });
  });

  it('prefers what is made for machines, and what counts tests', async () => {
    expect(await parse(`<testsuites></testsuites>\n${jest}`)).toMatchObject({ framework: 'jest', passed: 2 });
    expect(await parse(`${jest}\n<testsuites><testsuite><testcase/></testsuite></testsuites>`)).toMatchObject({
      framework: 'junit',
      passed: 1,
    });
    expect(await parse('<testsuites></testsuites>')).toMatchObject({ framework: 'junit', passed: 0 });
  });
});
