import type { LogLine } from '../plugin/recording-log.ts';
import type { DeclaredSafe } from './declared-safe.ts';

export type HandlerName = 'run' | 'preview' | 'execute' | 'verify' | 'reconcile' | 'covering' | 'render' | 'read';

/** One run of one handler, seen before core checks, redacts or renders anything. */
export interface HandlerRun {
  readonly subject: string;
  readonly handler: HandlerName;
  readonly input: unknown;
  readonly idempotencyKey: string | undefined;
  /** What left for a backend while it ran that a reader may not send. */
  sent: readonly string[];
  state: 'running' | 'returned' | 'threw';
  /** What it returned or threw. */
  value: unknown;
}

/** Everything that a plugin did, in order. */
export interface Journal {
  readonly runs: HandlerRun[];
  /** Raw lines, as a tool or connection wrote them. */
  readonly logs: Map<string, LogLine[]>;
  /** Requests of readers that were declared safe although their method is not. */
  readonly declaredSafe: DeclaredSafe[];
  /** Everything so far that a reader may not send. */
  readonly sent: () => readonly string[];
}

/** An empty journal; `sent` reads the wire. */
export const createJournal = (sent: (journal: Journal) => readonly string[]): Journal => {
  const journal: Journal = { runs: [], logs: new Map(), declaredSafe: [], sent: () => sent(journal) };
  return journal;
};

/** Runs a handler and keeps what it did; what it returns and throws passes through unchanged. */
export const keep = <Value>({
  journal,
  work,
  ...facts
}: Pick<HandlerRun, 'subject' | 'handler' | 'input' | 'idempotencyKey'> & { journal: Journal; work: () => Value }): Value => {
  const before = journal.sent().length;
  const run: HandlerRun = { ...facts, sent: [], state: 'running', value: undefined };
  journal.runs.push(run);
  const returned = (value: unknown) => {
    run.state = 'returned';
    run.sent = journal.sent().slice(before);
    run.value = value;
  };
  const threw = (error: unknown) => {
    run.state = 'threw';
    run.sent = journal.sent().slice(before);
    run.value = error;
  };
  try {
    const value = work();
    if (value instanceof Promise) value.then(returned, threw);
    else returned(value);
    return value;
  } catch (error) {
    threw(error);
    throw error;
  }
};
