import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sample } from './form.ts';
import { LinePatterns } from './line-patterns.ts';
import { limits, usualParameters } from './parameters.ts';
import { labelledCorpus } from './test/corpus.ts';
import { clusterLines, patternsOf } from './test/cluster-lines.ts';
import { randomValues } from './test/random-values.ts';

describe('order', () => {
  const word = fc.constantFrom(
    'alice',
    'bob',
    'carol',
    'failed',
    'started',
    'GET',
    '/a',
    '/b',
    '10.0.0.1',
    'id=7',
    'id=x',
    '"q r"',
    '[a, b]',
    '{',
    '}',
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 7 }).map((words) => words.join(' ')),
    fc.string({ maxLength: 40 }),
    fc.dictionary(fc.constantFrom('msg', 'level', 'path', 'user'), word).map((fields) => JSON.stringify(fields)),
  );
  const lines = fc.array(fc.record({ line, ns: fc.bigInt({ min: 0n, max: 20n }) }), { maxLength: 60 });

  test('of lines does not matter', () => {
    const shuffled = lines.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(clusterLines(other)).toEqual(clusterLines(one));
      }),
      { numRuns: 300 },
    );
  });

  // Beyond the depth of the tree each line joins the group that it is most like, which an earlier line may have changed.
  test.each([0.3, 0.5, 0.7])(
    'of lines that are longer than the tree is deep does not matter, with a similarity of %d',
    (similarity) => {
      const parameters = { ...usualParameters, depth: 1, similarity };
      const words = fc.array(fc.constantFrom('north', 'east', 'south', 'west', 'up'), { minLength: 5, maxLength: 6 });
      const long = fc.array(
        words.map((after) => ({ line: ['wind', ...after].join(' '), ns: 0n })),
        { minLength: 10, maxLength: 40 },
      );
      const shuffled = long.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      );
      const groupsOf = (all: readonly Sample[]) =>
        clusterLines(all, parameters).patterns.map(({ pattern, count }) => [pattern, count]);
      fc.assert(
        fc.property(shuffled, ([one, other]) => {
          expect(groupsOf(other)).toEqual(groupsOf(one));
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each([1, 2, 3])('of a corpus does not matter (%i)', (seed) => {
    const corpus = labelledCorpus({ seed, perTemplate: 30 });
    const { shuffled } = randomValues(seed + 100);
    expect(clusterLines(shuffled(corpus))).toEqual(clusterLines(corpus));
    expect(clusterLines(corpus.toReversed())).toEqual(clusterLines(corpus));
  });

  test('and every line is in exactly one pattern, which one of its lines shows', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const { patterns, lines: count, others } = clusterLines(all, { ...usualParameters, maxClusters: 5 });
        expect(patterns.reduce((sum, pattern) => sum + pattern.count, others.lines)).toBe(count);
        expect(patterns.length).toBeLessThanOrEqual(5);
        for (const { samples } of patterns) for (const sample of samples) expect(all.map((one) => one.line)).toContain(sample);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a place in a line', () => {
  test('with two words tells messages apart, however often they come', () => {
    const lines = Array.from(
      { length: 50 },
      (_, index) => `Connection to 10.0.0.${index} ${index % 2 === 0 ? 'opened' : 'closed'}`,
    );
    expect(patternsOf(lines)).toEqual([
      ['Connection to <_> closed', 25],
      ['Connection to <_> opened', 25],
    ]);
  });

  test('with many words is a parameter', () => {
    const { word } = randomValues(3);
    const lines = Array.from({ length: 60 }, (_, index) => `Deleted account of ${index % 3 === 0 ? word() : word()} for good`);
    expect(patternsOf(lines)).toEqual([['Deleted account of <_> for good', 60]]);
  });

  test('with few words that never come twice is a parameter', () => {
    expect(patternsOf(['anna', 'boris', 'chloe', 'dmitri'].map((name) => `user ${name} not found`))).toEqual([
      ['user <_> not found', 4],
    ]);
    expect(
      patternsOf(
        ['anna', 'boris', 'chloe', 'dmitri'].flatMap((name) => Array.from({ length: 9 }, () => `user ${name} not found`)),
      ),
    ).toHaveLength(4);
  });

  test('with many words that begin messages of many kinds is none', () => {
    const { words } = randomValues(5);
    const lines = Array.from({ length: 40 }, () => [...words(), 'a', 'b', 'c', 'd'].slice(0, 5).join(' '));
    expect(patternsOf(lines).length).toBeGreaterThan(30);
  });

  test('keeps the name of its field', () => {
    const { word } = randomValues(7);
    const lines = Array.from({ length: 40 }, () => `level=warn tenant=${word()} msg="over quota"`);
    expect(patternsOf(lines)).toEqual([['level=warn tenant=<_> msg="over quota"', 40]]);
  });
});

test('a pattern has its newest different lines, and when it was first and last seen', () => {
  const lines = [3, 1, 2, 5, 5, 4].map((at) => ({ line: `job ${at} done`, ns: BigInt(at) }));
  expect(clusterLines(lines).patterns).toEqual([
    {
      pattern: 'job <_> done',
      count: 6,
      earlier: 0,
      firstNs: 1n,
      lastNs: 5n,
      samples: ['job 5 done', 'job 4 done', 'job 3 done'],
    },
  ]);
});

test('earlier lines are counted apart, and shape the same patterns', () => {
  const patterns = new LinePatterns();
  patterns.add({ line: 'job 1 done', ns: 5n });
  for (const line of ['job 2 done', 'job 3 done', 'disk full']) patterns.add({ line, ns: 1n, isEarlier: true });
  expect(patterns.cluster()).toEqual({
    patterns: [{ pattern: 'job <_> done', count: 1, earlier: 2, firstNs: 5n, lastNs: 5n, samples: ['job 1 done'] }],
    lines: 1,
    others: { patterns: 0, lines: 0 },
    gone: { patterns: 1, lines: 1 },
    unread: 0,
  });
});

test('what exceeds the number of patterns is counted', () => {
  const lines = ['a', 'a', 'a', 'b b', 'b b', 'c c c'].map((line) => ({ line, ns: 0n }));
  expect(clusterLines(lines, { ...usualParameters, maxClusters: 2 })).toMatchObject({
    patterns: [
      { pattern: 'a', count: 3 },
      { pattern: 'b b', count: 2 },
    ],
    others: { patterns: 1, lines: 1 },
    unread: 0,
  });
});

test('what exceeds the number of lines is counted', () => {
  const patterns = new LinePatterns();
  for (let index = 0; index < limits.lines + 5; index += 1) patterns.add({ line: 'the same again', ns: 0n });
  expect(patterns.cluster()).toMatchObject({ lines: limits.lines, unread: 5 });
});

test('long lines are cut, and long samples', () => {
  const lines = [1, 2].map((n) => ({ line: `${'word '.repeat(900)}${n}`, ns: 0n }));
  const [pattern, ...rest] = clusterLines(lines).patterns;
  expect(rest).toEqual([]);
  expect(pattern?.pattern.split(' ')).toHaveLength(80);
  expect(pattern?.pattern).toMatch(/^word word .* …$/);
  expect(pattern?.samples.map(({ length }) => length)).toEqual([500]);
});
