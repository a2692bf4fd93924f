import { describe, expect, it } from 'vitest';
import { percentOf } from './coverage.ts';
import { parseCoverage } from './parse-coverage.ts';

const { signal } = new AbortController();
const parse = (text: string) => parseCoverage({ text, signal });
const summary = (total: number, covered: number) => ({ total, covered, skipped: 0, pct: 'Unknown' });
const all = (total: number, covered: number) =>
  Object.fromEntries(['lines', 'statements', 'functions', 'branches'].map((kind) => [kind, summary(total, covered)]));

describe('parseCoverage', () => {
  it('reads istanbul’s summary', async () => {
    const text = JSON.stringify({ total: { ...all(10, 7), branches: summary(0, 0), branchesTrue: summary(0, 0) }, '/app/a.js': all(4, 4), '/app/b.js': all(6, 3) });
    expect(await parse(text)).toEqual({
      lines: { total: 10, covered: 7 },
      statements: { total: 10, covered: 7 },
      functions: { total: 10, covered: 7 },
      branches: undefined,
      files: [
        { path: '/app/a.js', lines: { total: 4, covered: 4 } },
        { path: '/app/b.js', lines: { total: 6, covered: 3 } },
      ],
      notes: [],
    });
  });

  it('counts istanbul’s counters: a line by the statement that ran most, each branch by itself', async () => {
    const at = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
    const file = { path: '/app/a.js', statementMap: { 0: at(1), 1: at(1), 2: at(2) }, fnMap: {}, branchMap: {}, s: { 0: 0, 1: 5, 2: 0 }, f: { 0: 1 }, b: { 0: [3, 0] } };
    expect(await parse(JSON.stringify({ '/app/a.js': file, '/app/odd.js': 5 }))).toMatchObject({
      lines: { total: 2, covered: 1 },
      statements: { total: 3, covered: 1 },
      functions: { total: 1, covered: 1 },
      branches: { total: 2, covered: 1 },
      files: [{ path: '/app/a.js' }],
    });
  });

  it('reads lcov with and without lines, and says when it is cut off', async () => {
    const text = 'TN:\nSF:a.js\nFN:1,f\nFNF:2\nFNH:1\nBRF:4\nBRH:1\nDA:1,3,abc\nDA:2,0\nDA:2,1\nLF:9\nLH:9\nend_of_record\nSF:b.js\nLF:8\nLH:2\nend_of_record\n';
    expect(await parse(text)).toMatchObject({
      lines: { total: 10, covered: 4 },
      functions: { total: 2, covered: 1 },
      branches: { total: 4, covered: 1 },
      statements: undefined,
      files: [{ path: 'a.js', lines: { total: 2, covered: 2 } }, { path: 'b.js' }],
      notes: [],
    });
    expect(await parse(text.slice(0, 60))).toMatchObject({ notes: [expect.stringContaining('cut off')] });
  });

  it('reads cobertura: a line in several classes or in a method once, branches from their conditions', async () => {
    const line = (number: number, hits: number, more = '') => `<line number="${number}" hits="${hits}" ${more}/>`;
    const text = `<?xml version="1.0" ?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
      <coverage version="7.2" line-rate="1" branch-rate="1"><packages><package><classes>
      <class name="a.py" filename="src/a.py"><methods><method><lines>${line(1, 1)}</lines></method></methods>
        <lines>${line(1, 1)}${line(2, 0, 'branch="true" condition-coverage="50% (1/2)"')}</lines></class>
      <class name="inner" filename="src/a.py"><lines>${line(2, 4)}${line(3, 0)}</lines></class>
      </classes></package></packages></coverage>`;
    expect(await parse(text)).toEqual({
      lines: { total: 3, covered: 2 },
      branches: { total: 2, covered: 1 },
      functions: undefined,
      statements: undefined,
      files: [{ path: 'src/a.py', lines: { total: 3, covered: 2 } }],
      notes: [],
    });
    expect(await parse(text.slice(0, text.indexOf('inner')))).toMatchObject({ notes: [expect.stringContaining('cut off')] });
  });

  it('knows what it cannot read', async () => {
    for (const text of ['', 'hello', '{"a": 1}', '{"total":', '<testsuite/>', 'TN:\n']) expect(await parse(text)).toBeUndefined();
  });
});

it('rounds down, so that 100 % means everything', () => {
  expect([percentOf({ covered: 9_999, total: 10_000 }), percentOf({ covered: 99_999, total: 100_000 }), percentOf({ covered: 5, total: 5 })]).toEqual([99.99, 99.99, 100]);
});
