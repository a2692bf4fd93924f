import * as z from 'zod';
import type { StepAudit } from '../schemas/step.ts';
import { failureOf } from '../results/failure.ts';
import { resultsOf } from '../results/results.ts';

export const transition = z.object({
  audit_uuid: z.string(),
  recorded_at: z.string(),
  from_state: z.string().nullable(),
  to_state: z.string().nullable(),
  success: z.boolean(),
  worker: z.object({ uuid: z.string().nullable(), id: z.string().nullable(), hostname: z.string().nullable() }),
  started_at: z.string().nullable(),
  execution_time_ms: z.number().nullable(),
  error: z
    .object({
      class: z.enum(['transient', 'permanent', 'unknown']),
      message: z.string().nullable(),
      type: z.string().nullable(),
      status_code: z.number().nullable(),
    })
    .nullable(),
  correlation_id: z.string().nullable(),
});

const recordedEvent = z.object({ data: z.unknown().optional() });

/** One row of a step's trail. Worker and time stand in the recorded event; the columns that should have them are normally empty. */
export const toTransition = (row: StepAudit): z.output<typeof transition> => {
  const data = recordedEvent.safeParse(row.result).data?.data;
  const metadata = resultsOf(data)?.metadata;
  const failure = row.success ? undefined : failureOf(data);
  return {
    audit_uuid: row.audit_uuid,
    recorded_at: row.recorded_at,
    from_state: row.from_state,
    to_state: row.to_state,
    success: row.success,
    worker: { uuid: row.worker_uuid, id: metadata?.worker_id ?? null, hostname: metadata?.worker_hostname ?? null },
    started_at: metadata?.started_at ?? null,
    execution_time_ms: metadata?.execution_time_ms ?? row.execution_time_ms,
    error:
      failure === undefined
        ? null
        : { class: failure.class, message: failure.message, type: failure.type, status_code: failure.status_code },
    correlation_id: row.correlation_id,
  };
};
