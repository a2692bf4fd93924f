import { describe, expect, it } from 'vitest';
import { parseTap } from './tap.ts';

const { signal } = new AbortController();
const parse = (text: string) => parseTap({ text, signal });
const lines = (...text: readonly string[]) => `${text.join('\n')}\n`;

describe('parseTap', () => {
  it('counts tests, directives and what has no name or number', async () => {
    const report = await parse(
      lines(
        'TAP version 14',
        '1..7',
        'ok 1 - reads',
        'not ok 2',
        'ok 3 - writes # SKIP no disk',
        'not ok 4 later # todo some day',
        'ok',
        'ok 6 - a \\# b',
        '# a comment',
        'ok 7 - c #d',
      ),
    );
    expect(report).toMatchObject({
      framework: 'tap',
      passed: 4,
      failed: 1,
      skipped: 2,
      failures: [{ name: '', message: 'not ok' }],
      notes: [],
    });
  });

  it('counts the tests in subtests and not those around them', async () => {
    const report = await parse(
      lines(
        'TAP version 14',
        '# Subtest: outer',
        '    # Subtest: inner',
        '        ok 1 - a',
        '        not ok 2 - b',
        '        1..2',
        '    not ok 1 - inner',
        '    ok 2 - c',
        '    1..2',
        'not ok 1 - outer',
        'ok 2 - alone',
        '1..2',
      ),
    );
    expect(report).toMatchObject({ passed: 3, failed: 1, failures: [{ name: 'b', suite: 'outer > inner' }], notes: [] });
  });

  it('reads subtests in braces, as vitest and tap write them', async () => {
    const report = await parse(
      lines(
        'TAP version 13',
        '1..1',
        'not ok 1 - a.test.ts # time=7ms {',
        '    1..2',
        '    not ok 1 - sum {',
        '        1..2',
        '        ok 1 - adds',
        '        not ok 2 - fails',
        '            ---',
        '            error:',
        '                name: "AssertionError"',
        '                message: "no \\"luck\\""',
        '            at: "/app/a.test.ts:2:105"',
        '            ...',
        '    }',
        '    ok 2 - empty {',
        '    }',
        '}',
      ),
    );
    expect(report).toMatchObject({ passed: 2, failed: 1, notes: [] });
    expect(report?.failures).toMatchObject([
      { name: 'fails', suite: 'a.test.ts > sum', file: '/app/a.test.ts', line: 2, message: 'no "luck"' },
    ]);
  });

  it('counts a test that failed although everything in it passed', async () => {
    expect(
      await parse(
        lines(
          'TAP version 13',
          '    ok 1 - a',
          '    1..1',
          'not ok 1 - hook',
          '  ---',
          "  error: 'after failed'",
          '  ...',
          '1..1',
        ),
      ),
    ).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ name: 'hook', message: 'after failed' }],
    });
  });

  it('reads the diagnostics of node, of tap and of old runners', async () => {
    const report = await parse(
      lines(
        'TAP version 13',
        'not ok 1 - node',
        '  ---',
        "  location: '/app/a.mjs:4:2'",
        '  error: |-',
        '    Expected:',
        '    ',
        '      1',
        "  code: 'ERR_ASSERTION'",
        '  stack: |-',
        '    fn (file:///app/a.mjs:5:9)',
        '  ...',
        'not ok 2 - tap',
        '  ---',
        '  at:',
        '    fileName: lib/b.ts',
        '    lineNumber: 9',
        "  message: 'it''s'",
        '  ...',
        'not ok 3 - old',
        '  ---',
        '    expected: 1',
        '    actual:   2',
        '  ...',
        '1..3',
      ),
    );
    expect(report?.failures).toMatchObject([
      { name: 'node', file: '/app/a.mjs', line: 4, message: 'Expected:\n\n  1', stack: 'fn (file:///app/a.mjs:5:9)' },
      { name: 'tap', file: 'lib/b.ts', line: 9, message: "it's" },
      { name: 'old', message: 'expected 1, got 2' },
    ]);
  });

  it('says when tests are missing or bailed out', async () => {
    expect(await parse(lines('1..3', 'ok 1', 'Bail out! no database'))).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ name: 'Bail out!', message: 'no database' }],
      notes: ['The tests bailed out: those after it did not run.', 'The TAP planned 3 tests and holds 1.'],
    });
    expect(await parse(lines('not ok 1 - a', 'Bail out!', '1..1'))).toMatchObject({ failed: 1, failures: [{ name: 'a' }] });
    expect(await parse(lines('ok 1 - a'))).toMatchObject({ notes: [expect.stringContaining('no plan')] });
    expect(await parse('1..0 # skip nothing here\n')).toMatchObject({ passed: 0, failed: 0, notes: [] });
    expect(await parse('all is well\n')).toBeUndefined();
  });

  it('counts what was open at the end', async () => {
    const report = await parse(lines('1..1', 'not ok 1 - outer {', '    ok 1 - a', '    not ok 2 - inner {'));
    expect(report).toMatchObject({ passed: 1, failed: 1, failures: [{ name: 'inner', suite: 'outer' }] });
  });

  it('goes on after a YAML block that nothing ends, and makes nothing of tags and aliases', async () => {
    const report = await parse(
      lines(
        'TAP version 14',
        'not ok 1 - a',
        '  ---',
        '  a: &a [x, x]',
        '  b: &b [*a, *a]',
        '  message: !!js/function "x"',
        'ok 2 - b',
        '1..2',
      ),
    );
    expect(report).toMatchObject({ passed: 1, failed: 1, failures: [{ message: '!!js/function "x"' }], notes: [] });
  });
});
