import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';

export const severities = ['critical', 'warning', 'info'] as const;

/** Something that keeps tasks from running, or from being followed. */
export const finding = z.object({
  severity: z.enum(severities).describe('critical: tasks do not run or get lost. info: nothing is broken.'),
  code: z.string(),
  what: z.string(),
  why: z.string().describe('What follows from it.'),
  fix: z.string(),
  facts: z.record(z.string(), z.json()),
});
export type Finding = z.output<typeof finding>;

/** What a check came to. `skipped` says what it could not see; without it the check is complete. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly skipped?: string | undefined;
  /** False where there is nothing to check: `skipped` says why then. */
  readonly applies?: false;
}

export const skip = (why: string): Outcome => ({ findings: [], skipped: why });

export const doesNotApply = (why: string): Outcome => ({ findings: [], skipped: why, applies: false });

/** A list among the facts: the first of them, and how many there are. */
export const some = (names: Iterable<string>): { [key: string]: JsonValue } => {
  const all = [...names];
  return all.length <= mostNames ? { names: all } : { names: all.slice(0, mostNames), count: all.length };
};

const mostNames = 20;
