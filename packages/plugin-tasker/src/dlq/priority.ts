import type { QueueEntry } from '../schemas/dlq.ts';
import { toTenth } from './minutes.ts';

// The server's own weights (view v_dlq_investigation_queue): score = weight of the reason + minutes in the queue.
const weights: ReadonlyMap<string, number> = new Map(
  Object.entries({
    dependency_cycle_detected: 1000,
    max_retries_exceeded: 500,
    staleness_timeout: 100,
    worker_unavailable: 50,
  }),
);
const otherWeight = 10;

/**
 * How the server came to an entry's score, in words. Where the score does not follow from the known weights (another version of the
 * server), the weight is what remains beside the minutes, and the text says so.
 */
export const explainPriority = ({
  priority_score: score,
  minutes_in_dlq: minutes,
  dlq_reason: reason,
}: Pick<QueueEntry, 'priority_score' | 'minutes_in_dlq' | 'dlq_reason'>): { base: number; breakdown: string } => {
  const known = weights.get(reason) ?? otherWeight;
  const remaining = toTenth(score - minutes);
  // Both numbers may have been rounded on their way.
  const isKnown = Math.abs(remaining - known) <= 2;
  const base = isKnown ? known : remaining;
  const why = isKnown ? `for ${reason}` : `remaining for ${reason}, another weight than known`;
  return { base, breakdown: `${base} ${why} + ${toTenth(minutes)} minutes in the DLQ` };
};
