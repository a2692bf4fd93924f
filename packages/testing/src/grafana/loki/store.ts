import type { Labels } from './query.ts';

/** One line of a stream. */
export interface LokiEntry {
  readonly ns: bigint;
  readonly line: string;
  readonly metadata: Labels;
}

export interface LokiStream {
  readonly labels: Labels;
  readonly entries: LokiEntry[];
}

/** A line to remember: when, under which labels. */
export interface LokiLine {
  readonly labels: Labels;
  readonly line: string;
  readonly atMs: number;
  /** Structured metadata: labels of the line that are none of the stream. */
  readonly metadata?: Labels;
}

/** The streams of a fake Loki. */
export class LokiStore {
  readonly #streams = new Map<string, LokiStream>();
  /** Lines of one millisecond keep the order in which they came. */
  #sequence = 0n;

  push(lines: readonly LokiLine[]): void {
    for (const { labels, line, atMs, metadata = {} } of lines) {
      this.#sequence += 1n;
      this.add({ labels, entry: { ns: BigInt(Math.round(atMs)) * 1_000_000n + (this.#sequence % 1_000_000n), line, metadata } });
    }
  }

  add({ labels, entry }: { labels: Labels; entry: LokiEntry }): void {
    const key = JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const stream = this.#streams.get(key) ?? { labels, entries: [] };
    this.#streams.set(key, stream);
    stream.entries.push(entry);
  }

  streams(): readonly LokiStream[] {
    return [...this.#streams.values()];
  }

  get lineCount(): number {
    return this.streams().reduce((sum, { entries }) => sum + entries.length, 0);
  }
}
