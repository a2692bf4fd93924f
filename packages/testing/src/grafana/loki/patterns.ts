import type { Matcher } from './query.ts';
import type { NsRange } from './select.ts';
import { selectLines } from './select.ts';
import type { LokiStore } from './store.ts';

/** The patterns of the lines of a selector: what differs by number or id is `<_>`, counted by step. */
export const patternsOf = ({
  store,
  matchers,
  range,
  stepS,
}: {
  store: LokiStore;
  matchers: readonly Matcher[];
  range: NsRange;
  stepS: number;
}) => {
  const lines = selectLines({ store, query: { kind: 'logs', matchers, stages: [] }, range });
  return [...Map.groupBy(lines, ({ line }) => patternOf(line))].map(([pattern, members]) => ({
    pattern,
    samples: [...Map.groupBy(members, ({ ns }) => Math.floor(Number(ns / 1_000_000_000n) / stepS) * stepS)]
      .toSorted(([one], [other]) => one - other)
      .map(([second, found]) => [second, found.length]),
  }));
};

const patternOf = (line: string): string =>
  line
    .split(' ')
    .map((word) => (/\d/.test(word) ? word.replaceAll(/[0-9a-f]*\d[0-9a-f.:-]*/gi, '<_>') : word))
    .join(' ');
