import type { Risk } from '@lineclear/core/plugin';
import { begunDownstream } from './step-facts.ts';
import type { StepSituation } from './step-situation.ts';

/** What resolving or completing a step by hand does to the work that it replaces: Tasker accepts both from every state. */
export interface Overwriting {
  /** `destructive` for every step but a failed one: its work is lost or skipped. */
  readonly risk: Risk;
  readonly warnings: readonly string[];
}

/** Judges a step by its state. A failed step is `error`, or `waiting_for_retry`. */
export const overwriting = (situation: StepSituation): Overwriting => {
  const { current_state: state } = situation.step;
  const sentence = sentences.get(state);
  const begun = begunDownstream(situation);
  const warnings = [
    ...(sentence === undefined ? [] : [`The step is ${state}: ${sentence}`]),
    ...(begun.length === 0
      ? []
      : [
          `${begun.length} downstream ${begun.length === 1 ? 'step has' : 'steps have'} begun already, and will not run again on this.`,
        ]),
  ];
  return { risk: failed.includes(state) ? 'reversible' : 'destructive', warnings };
};

const failed: readonly string[] = ['error', 'waiting_for_retry'];

const running = 'it is under way at a worker, which is not told and may hand its own result in later.';
const sentences: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pending: 'it has not run, and will not.',
    waiting_for_retry: 'Tasker would run it again by itself; now it will not.',
    enqueued: running,
    in_progress: running,
    enqueued_for_orchestration: 'a worker has handed a result in; this overwrites it.',
    enqueued_as_error_for_orchestration: 'a worker has reported an error, and Tasker is about to deal with it.',
    complete: 'Tasker lets a good result be overwritten.',
    resolved_manually: 'somebody has resolved it by hand already.',
    cancelled: 'this brings it out of that state.',
  }),
);
