import * as z from 'zod';
import type { StepAudit } from '../schemas/step.ts';
import { failureOf } from '../results/failure.ts';
import { resultsOf } from '../results/results.ts';
import { clip } from './dlq-row.ts';

/** One attempt, as the audit of a step recorded what its worker handed in. */
export const attempt = z.object({
  recorded_at: z.string(),
  success: z.boolean(),
  to_state: z.string().nullable(),
  worker: z.string().nullable(),
  execution_time_ms: z.number().nullable(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
});

const shown = 10;

/** The newest attempts, oldest of them first. */
export const toAttempts = (rows: readonly StepAudit[]): readonly z.output<typeof attempt>[] =>
  rows
    .toSorted((one, other) => Date.parse(one.recorded_at) - Date.parse(other.recorded_at))
    .slice(-shown)
    .map(toAttempt);

const toAttempt = (row: StepAudit): z.output<typeof attempt> => {
  // The trigger that writes a row reads the time one level too high; it stands in the event that the row carries.
  const handedIn = event.safeParse(row.result).data?.data;
  const metadata = resultsOf(handedIn)?.metadata ?? null;
  const failure = failureOf(handedIn);
  return {
    recorded_at: row.recorded_at,
    success: row.success,
    to_state: row.to_state,
    worker: metadata?.worker_id ?? row.worker_uuid,
    execution_time_ms: row.execution_time_ms ?? metadata?.execution_time_ms ?? null,
    error_type: clip({ text: failure?.type ?? null, characters: 200 }),
    error_message: clip({ text: failure?.message ?? null, characters: 300 }),
  };
};

const event = z.object({ data: z.unknown().optional() });
