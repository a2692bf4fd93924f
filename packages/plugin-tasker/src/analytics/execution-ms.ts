import type { Step } from '../schemas/step.ts';
import { resultsOf } from '../results/results.ts';

/** How long the last attempt of a complete step was at work, in milliseconds, as its worker measured it; `undefined` where nobody did. */
export const executionMs = (step: Step): number | undefined => {
  if (step.current_state !== 'complete') return undefined;
  const metadata = resultsOf(step.results)?.metadata;
  // What a person completed by hand was not executed, and has no time.
  if (metadata == null || metadata.custom?.['manually_completed'] === true) return undefined;
  const measured = metadata.execution_time_ms ?? Date.parse(metadata.completed_at ?? '') - Date.parse(metadata.started_at ?? '');
  return Number.isNaN(measured) || measured < 0 ? undefined : measured;
};
