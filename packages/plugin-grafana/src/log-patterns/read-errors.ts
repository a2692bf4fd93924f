import { fetchLines } from '../loki/fetch-lines.ts';
import type { LogLine } from '../loki/log-lines.ts';
import type { LokiClient } from '../loki/loki-client.ts';
import type { NsRange } from '../loki/ns-time.ts';
import { stringLiteral } from '../loki/selector-of.ts';
import { errorLevels, errorWords, levelOf } from './level-of.ts';

/** The errors of a range, the newest first. */
export interface ReadErrors {
  readonly lines: readonly LogLine[];
  readonly isComplete: boolean;
  /** What was read: from here to the end of the range. */
  readonly sinceNs: bigint;
  /** Lines with a word of an error that say of themselves that they are none. */
  readonly quiet: number;
}

/**
 * Reads the lines with a word of an error, and those whose level says so. Of what is read only in part, everything is left out that is
 * older than the part that all queries have reached, so that shares are right.
 */
export const readErrors = async ({
  client,
  query,
  range,
  most,
  signal,
}: {
  client: LokiClient;
  query: string;
  range: NsRange;
  most: number;
  signal: AbortSignal;
}): Promise<ReadErrors> => {
  const found = await Promise.all(errorQueries(query).map((one) => fetchLines({ client, query: one, range, most, signal })));
  const sinceNs = found.reduce((latest, one) => (one.sinceNs > latest ? one.sinceNs : latest), range.fromNs);
  const reached = found.flatMap(({ lines }) => lines).filter(({ ns }) => ns >= sinceNs);
  const lines = reached.filter(
    (line) => levelOf({ line: line.line, labels: { ...line.labels, ...line.metadata, ...line.parsed } }) !== 'quiet',
  );
  return {
    lines: lines.toSorted((one, other) => (one.ns === other.ns ? 0 : one.ns < other.ns ? 1 : -1)),
    isComplete: found.every(({ isComplete }) => isComplete),
    sinceNs,
    quiet: reached.length - lines.length,
  };
};

/** Three, because LogQL cannot say "has this word, or that label"; no line is in two of them. */
const errorQueries = (query: string): readonly string[] => {
  const words = stringLiteral(errorWords);
  const levels = stringLiteral(errorLevels);
  return [
    `${query} |~ ${words}`,
    `${query} !~ ${words} | level=~${levels}`,
    `${query} !~ ${words} | level!~${levels} | detected_level=~${levels}`,
  ];
};
