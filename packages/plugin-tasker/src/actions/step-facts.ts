import { asWord } from '../text/as-word.ts';
import type { StepView } from '../tasks/task-view.ts';
import type { StepSituation } from './step-situation.ts';

/** The step and its task as they are now, as a preview shows them. Its results are not among them: they may be large and private. */
export const stepFacts = ({ step, task, handler }: StepSituation) => ({
  step: {
    step_uuid: step.step_uuid,
    name: step.name,
    state: step.current_state,
    handler,
    attempts: step.attempts,
    max_attempts: step.max_attempts,
    retry_eligible: step.retry_eligible,
    next_retry_at: step.next_retry_at,
    has_results: step.results !== undefined && step.results !== null,
  },
  task: { task_uuid: task.task_uuid, name: task.name, namespace: task.namespace, version: task.version, state: task.status },
});

/** The steps behind this one, for `details`. */
export const downstreamFacts = ({ downstream, readers }: StepSituation) =>
  downstream === undefined
    ? { known: false, why: 'The server does not tell the dependencies of this step.' }
    : {
        known: true,
        count: downstream.length,
        readers: named(readers ?? []),
        steps: named(downstream),
        ...(downstream.length > shownSteps ? { left_out: downstream.length - shownSteps } : {}),
      };

/** Of the steps behind this one, those that have run or are running on what it had. */
export const begunDownstream = ({ downstream }: Pick<StepSituation, 'downstream'>): readonly StepView[] =>
  (downstream ?? []).filter(({ state, attempts }) => attempts > 0 || !['pending', 'cancelled'].includes(state));

/** `3 downstream steps: a, b, c`, for a sentence. */
export const downstreamPhrase = ({ downstream }: StepSituation): string => {
  if (downstream === undefined) return 'its downstream steps are not known';
  if (downstream.length === 0) return 'no step waits for it';
  const more = downstream.length > 5 ? ` and ${downstream.length - 5} more` : '';
  const names = downstream.slice(0, 5).map(shownName);
  return `${downstream.length} downstream ${downstream.length === 1 ? 'step' : 'steps'} (${names.join(', ')}${more})`;
};

/** Who reads the result of this step, as the beginning of a sentence; nothing where nobody does or the server does not say. */
export const readersPhrase = ({ readers }: StepSituation): readonly string[] => {
  if (readers === undefined || readers.length === 0) return [];
  const names = readers.slice(0, 5).map(shownName);
  const more = readers.length > 5 ? ` and ${readers.length - 5} more` : '';
  return [`${names.join(', ')}${more} ${readers.length === 1 ? 'reads' : 'read'} its result`];
};

const shownSteps = 20;

const named = (steps: readonly StepView[]) => steps.slice(0, shownSteps).map((step) => `${shownName(step)} (${step.state})`);

// A name is a template author's text: it must not pass for ours, and a sentence is no place for a long one.
const shownName = ({ name }: StepView): string => asWord(name);
