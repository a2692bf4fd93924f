import { cleanLine } from './clean-line.ts';
import type { Direction } from './loki-client.ts';
import type { QueryData } from './schemas.ts';

export type Labels = Readonly<Record<string, string>>;

/** A line with everything that Loki says about it. */
export interface LogLine {
  readonly ns: bigint;
  /** Without colours and control characters. */
  readonly line: string;
  /** Of the stream. */
  readonly labels: Labels;
  /** Structured metadata: labels of this line alone. */
  readonly metadata: Labels;
  /** What the query parsed out of the line. */
  readonly parsed: Labels;
}

/** The lines of all streams of an answer in one order; none of an answer with numbers. */
export const toLogLines = ({ answer, direction }: { answer: QueryData; direction: Direction }): readonly LogLine[] => {
  if (answer.resultType !== 'streams') return [];
  const sign = direction === 'forward' ? 1 : -1;
  return answer.result
    .flatMap(({ stream, values }) => values.map((entry) => ({ ...entry, line: cleanLine(entry.line), labels: stream })))
    .toSorted((one, other) => (one.ns === other.ns ? 0 : one.ns < other.ns ? -sign : sign));
};
