import { describe, expect, test } from 'vitest';
import { type LabelledLine, labelledCorpus, templateNames } from './test/corpus.ts';
import { clusterLines } from './test/cluster-lines.ts';
import { randomTemplates } from './test/random-templates.ts';
import { randomValues } from './test/random-values.ts';

/** The templates of each pattern's samples, and how many lines each pattern has. */
const found = (corpus: readonly LabelledLine[]) => {
  const templateOf = new Map(corpus.map(({ line, template }) => [line, template]));
  const { patterns, ...rest } = clusterLines(corpus);
  return {
    ...rest,
    patterns: patterns.map(({ samples, count }) => ({
      templates: [...new Set(samples.map((line) => templateOf.get(line)))],
      count,
    })),
  };
};

const countsOf = (corpus: readonly LabelledLine[]) => {
  const counts = Map.groupBy(corpus, ({ template }) => template);
  return [...counts].map(([template, lines]) => ({ templates: [template], count: lines.length }));
};

describe.each([1, 2, 3, 4, 5, 6])('a labelled corpus of seed %i', (seed) => {
  test.each([12, 40, 200])('has one pattern for each template, with %i lines of each', (perTemplate) => {
    const corpus = labelledCorpus({ seed, perTemplate });
    const { patterns, lines, others, unread } = found(corpus);
    expect([lines, others, unread]).toEqual([corpus.length, { patterns: 0, lines: 0 }, 0]);
    expect(patterns).toHaveLength(templateNames.length);
    expect(patterns).toEqual(expect.arrayContaining(countsOf(corpus)));
  });

  test('has them also where some templates are frequent and others are rare', () => {
    const values = randomValues(seed);
    const share = new Map(templateNames.map((name) => [name, values.int(20, 1_000)]));
    const corpus = labelledCorpus({ seed, perTemplate: 200 }).filter(
      ({ template, ns }) => Number(ns / 1_000n) % 1_000 < (share.get(template) ?? 0),
    );
    const { patterns } = found(corpus);
    expect(patterns).toEqual(expect.arrayContaining(countsOf(corpus).filter(({ count }) => count >= 12)));
  });
});

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'templates that are random themselves are found as well (%i)',
  (seed) => {
    const corpus = randomTemplates({ seed, templates: 30, perTemplate: 30 });
    const { patterns } = found(corpus);
    expect(patterns).toHaveLength(30);
    expect(patterns).toEqual(expect.arrayContaining(countsOf(corpus)));
  },
);
