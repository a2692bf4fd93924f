import { createHash } from 'node:crypto';
import type { Step } from '../schemas/step.ts';
import { standingOf } from './outlook.ts';
import { begunDownstream } from './step-facts.ts';
import type { StepSituation } from './step-situation.ts';

/** What must not change between the preview and the confirmation. */
export interface StepGuard {
  readonly step_state: string;
  readonly attempts: number;
  /** Digest of the stored results, `null` where there are none: another operator's result must not be overwritten unseen. */
  readonly results: string | null;
  readonly task: string;
  /** Whether a step behind this one has begun on what it had. */
  readonly downstream_begun: boolean;
}

export const guardOf = (situation: Pick<StepSituation, 'step' | 'task' | 'downstream'>): StepGuard => ({
  step_state: situation.step.current_state,
  attempts: situation.step.attempts,
  results: resultsDigest(situation.step),
  task: standingOf(situation.task.status),
  downstream_begun: begunDownstream(situation).length > 0,
});

const resultsDigest = ({ results }: Step): string | null =>
  results === undefined || results === null
    ? null
    : createHash('sha256').update(JSON.stringify(results)).digest('hex').slice(0, 16);
