import { quoted } from '@lineclear/core/plugin';
import { isDeepStrictEqual } from 'node:util';
import type { Preview } from '@lineclear/core/plugin';
import type { Step } from '../schemas/step.ts';
import { resultsOf } from '../results/results.ts';
import { outlookAfterRepair, outlookWarnings } from './outlook.ts';
import { overwriting } from './overwriting.ts';
import { readySteps } from './ready-steps.ts';
import { downstreamFacts, downstreamPhrase, stepFacts } from './step-facts.ts';
import { guardOf, type StepGuard } from './step-guard.ts';
import type { StepSituation } from './step-situation.ts';

/** What ending a step by hand comes to: the part that resolving and completing have in common. */
export const previewFinish = ({
  situation,
  verb,
  profile,
  nowMs,
  details = {},
  changes,
  warnings,
}: {
  readonly situation: StepSituation;
  /** `Resolve` or `Complete`. */
  readonly verb: string;
  readonly profile: string;
  readonly nowMs: number;
  readonly details?: Readonly<Record<string, unknown>>;
  /** What is sent, line by line. */
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
}): Preview<StepGuard> => {
  const { step, task, view, otherFailures } = situation;
  const { risk, warnings: losses } = overwriting(situation);
  const outlook = outlookAfterRepair({
    view,
    stepCanRun: true,
    otherFailures,
    ready: readySteps({ situation, finished: true }),
    nowMs,
  });
  return {
    description: `${verb} step ${quoted(step.name)} (${step.current_state}, attempts ${step.attempts} of ${step.max_attempts}) of ${quoted(task.name)} (${task.status}) in ${profile} by hand: ${downstreamPhrase(situation)}.`,
    guard: guardOf(situation),
    before: stepFacts(situation),
    changes,
    details: { ...details, downstream: downstreamFacts(situation), ...outlook },
    warnings: [...losses, ...outlookWarnings(outlook), ...warnings],
    risk,
  };
};

/** Whether a step was resolved since the preview. One that was not may still be: a request that was given up may be at work. */
export const wasResolved = (step: Step): boolean => step.current_state === 'resolved_manually';

/** Whether a step holds the result that was given for it. */
export const wasCompleted = ({ step, result }: { readonly step: Step; readonly result: unknown }): boolean =>
  step.current_state === 'complete' && isDeepStrictEqual(resultsOf(step.results)?.result, result);

/** What resolving and completing answer. */
export const finishedStep = ({ task_uuid, step_uuid, name, current_state: state }: Step) => ({
  task_uuid,
  step_uuid,
  name,
  state,
});
