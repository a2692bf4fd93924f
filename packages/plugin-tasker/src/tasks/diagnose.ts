import { quoted } from '@lineclear/core/plugin';
import { satisfiedStepStates } from '../schemas/states.ts';
import { resumptionOf } from './resumption.ts';
import { downstreamOf } from './step-graph.ts';
import { isStuckBehind } from './step-row.ts';
import type { StepView, TaskView } from './task-view.ts';

const named = 5;

export interface Diagnosis {
  /** Whether Tasker goes on with the task if nobody does anything; `null` where the facts do not decide. */
  readonly resumes_by_itself: boolean | null;
  readonly diagnosis: readonly string[];
}

/** Says in plain sentences what holds a task up. Every sentence comes from a fact of the view; nothing is guessed. */
export const diagnose = ({
  view,
  readySteps,
  nowMs,
}: {
  view: TaskView;
  /** How many steps the server calls ready. */
  readySteps: number;
  nowMs: number;
}): Diagnosis => {
  const { resumes, why } = resumptionOf({ view, readySteps, nowMs });
  const failed = view.steps.filter(({ state }) => state === 'error');
  const retrying = view.steps.filter(({ state }) => state === 'waiting_for_retry');
  const stuck = view.steps.filter((step) => step.state === 'pending' && isStuckBehind(step));
  return {
    resumes_by_itself: resumes,
    diagnosis: [
      why,
      ...firstOf({ steps: failed, say: (step) => failedSentence({ view, step }), rest: 'More steps in error' }),
      ...firstOf({ steps: retrying, say: retrySentence, rest: 'More steps that wait for a retry' }),
      ...firstOf({ steps: stuck, say: stuckSentence, rest: 'More steps that wait for a failed or cancelled one' }),
      ...dlqSentences(view),
    ],
  };
};

const failedSentence = ({ view, step }: { view: TaskView; step: StepView }): string => {
  const waiting = downstreamOf({ view, step })?.filter(({ state }) => !satisfiedStepStates.includes(state)).length;
  const kind =
    step.error?.retryable === true ? 'transient' : step.error?.retryable === false ? 'permanent' : 'of an unknown kind';
  const spent = step.attempts >= step.max_attempts ? ' No attempts are left, and a reset does not give them back.' : '';
  return (
    `Step ${quoted(step.name)} is in error after ${step.attempts} of ${step.max_attempts} attempts; the error is ${kind}.` +
    (waiting === undefined ? '' : ` Steps behind it that are not done: ${waiting}.`) +
    spent
  );
};

const retrySentence = (step: StepView): string =>
  `Step ${quoted(step.name)} waits for a retry (${step.attempts} of ${step.max_attempts} attempts used` +
  `${step.next_retry_at === null ? '' : `, next at ${step.next_retry_at}`}).`;

const stuckSentence = (step: StepView): string => {
  const wrong = (step.blocking_parents ?? []).filter(({ state }) => state === 'error' || state === 'cancelled');
  const parents = wrong.slice(0, named).map(({ name, state }) => `${quoted(name)} (${state})`);
  return `Step ${quoted(step.name)} waits for ${parents.join(', ')}${wrong.length > named ? ' and others' : ''}.`;
};

const dlqSentences = ({ dlq }: TaskView): readonly string[] =>
  dlq.in_dlq === true
    ? [`The task is in the dead-letter queue (${dlq.reason ?? 'no reason given'}); dlq_inspect has the entry.`]
    : [];

const firstOf = ({
  steps,
  say,
  rest,
}: {
  steps: readonly StepView[];
  say: (step: StepView) => string;
  rest: string;
}): readonly string[] => [
  ...steps.slice(0, named).map(say),
  ...(steps.length > named ? [`${rest}: ${steps.length - named}.`] : []),
];
