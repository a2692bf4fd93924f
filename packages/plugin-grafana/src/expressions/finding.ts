import type { MetricType } from './metric-types.ts';
import type { Language } from './grammars.ts';
import type { ExpressionNode } from './model.ts';
import type { Position, Span } from './position.ts';

/** `error`: the server refuses it, or the result is certainly not what was meant. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** A mistake in an expression. */
export interface ExpressionFinding {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence or two for people; what comes from the expression is in quotes. */
  readonly message: string;
  readonly at: Position;
  /** The whole expression without this mistake, where that can be told. */
  readonly repaired?: string;
}

/** What is known around an expression. Everything is optional: where nothing is known, less is found. */
export interface LintContext {
  readonly use?: 'query' | 'panel' | 'alert' | 'variable' | 'annotation';
  /** Title and description in one text; a fraction that they call per cent is compared with the expression. */
  readonly about?: string;
  /** The numbers that a threshold compares the whole expression with. */
  readonly thresholds?: readonly number[];
  /** From Prometheus' metadata, by the name of the metric family. */
  readonly metricTypes?: ReadonlyMap<string, MetricType>;
  readonly scrapeIntervalMs?: number;
}

/** A finding before it has a line and a column. */
export interface Draft {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly repaired?: string | undefined;
}

/** What a check looks at. */
export interface Subject {
  readonly language: Language;
  readonly text: string;
  readonly root: ExpressionNode;
  /** All nodes, from the outside in. */
  readonly nodes: readonly ExpressionNode[];
  readonly context: LintContext;
}

export type Check = (subject: Subject) => readonly Draft[];
