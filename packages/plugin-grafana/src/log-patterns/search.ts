import type { LokiClient } from '../loki/loki-client.ts';
import type { NsRange } from '../loki/ns-time.ts';
import type { Comparison } from './compare-windows.ts';
import type { FoundPattern } from './pattern-row.ts';

export interface Search {
  readonly client: LokiClient;
  /** A log query without metrics. */
  readonly query: string;
  /** The selector that the query consists of; undefined where filters come after it. */
  readonly selector: string | undefined;
  readonly range: NsRange;
  readonly nowNs: bigint;
  readonly mostLines: number;
  readonly signal: AbortSignal;
}

/** Patterns, and how they were found. */
export interface Patterns {
  readonly method: 'loki_patterns' | 'clustered_lines';
  /** The most frequent first. */
  readonly patterns: readonly FoundPattern[];
  /** Lines that the counts are about. */
  readonly lines: number;
  readonly others: { readonly patterns: number; readonly lines: number };
  readonly isComplete: boolean;
  readonly notes: readonly string[];
}

/** The patterns of errors, held against the time before. */
export interface ErrorPatterns extends Patterns {
  readonly patterns: readonly (FoundPattern & { readonly compared: Comparison })[];
}
