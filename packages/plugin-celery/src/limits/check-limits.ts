import type { JsonObject } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger, LedgerItem } from '../ledger/ledger.ts';
import { findGone, partByEnd } from './in-flight.ts';

export interface LimitCheck {
  readonly reader: CeleryReader;
  readonly ledger: Pick<Ledger, 'of' | 'openOf'>;
  /** Only the counts of this caller are looked at, and told. */
  readonly principal: string;
  /** How many tasks are about to be started; 1 when absent. */
  readonly count?: number;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/**
 * Throws `rate_limited` when the caller has started too many tasks, with the seconds to wait. Yields the tasks that were found to have
 * ended; whoever may write notes it.
 */
export const checkLimits = async (check: LimitCheck): Promise<readonly LedgerItem[]> => {
  await checkPace(check);
  return checkInFlight(check);
};

/** Throws `invalid_input` for arguments that are longer than the profile allows. */
export const checkArguments = ({ params, limit }: { params: JsonObject; limit: number }): void => {
  const bytes = Buffer.byteLength(JSON.stringify(params));
  if (bytes <= limit) return;
  throw new LineclearError('invalid_input', `The params take ${bytes} bytes; a task may have ${limit}.`, {
    hint: 'Store large data where the task can read it, and send its address; the operator can raise limits.argument_bytes.',
    details: { reason: 'arguments_too_large', bytes, limit },
  });
};

const minuteMs = 60_000;

const checkPace = async ({ reader, ledger, principal, count = 1, nowMs }: LimitCheck): Promise<void> => {
  const limit = reader.rules.limits.per_minute;
  if (count > limit) throw neverFits({ count, limit, reason: 'per_minute' });
  const newest = await ledger.of({ principal, limit });
  // A clock that was put back leaves starts in the future; they are none of this minute.
  const recent = newest.filter(({ entry }) => Math.abs(nowMs - entry.at) < minuteMs);
  if (recent.length + count <= limit) return;
  // There is room again once so many of the oldest are a minute old.
  const freeing = recent.at(limit - count)?.entry.at ?? nowMs;
  throw new LineclearError(
    'rate_limited',
    `${recent.length} tasks were started for you within a minute; the limit is ${limit}.`,
    {
      hint: 'Wait for retry_after_s seconds, then call again.',
      retryAfterS: Math.max(1, Math.ceil((freeing + minuteMs - nowMs) / 1_000)),
      details: { reason: 'per_minute', started: recent.length, limit },
    },
  );
};

const checkInFlight = async (check: LimitCheck): Promise<readonly LedgerItem[]> => {
  const { reader, ledger, principal, count = 1 } = check;
  const limit = reader.rules.limits.in_flight;
  if (count > limit) throw neverFits({ count, limit, reason: 'in_flight' });
  const items = await ledger.openOf({ principal, limit: 2 * limit });
  if (items.length + count <= limit) return [];
  const { open, ended } = await partByEnd({ ...check, items });
  if (open.length + count <= limit) return ended;
  // Those without a record are looked for only now, as it costs a look into every queue.
  const gone = await findGone({ ...check, items: open });
  const inFlight = open.length - gone.length;
  if (inFlight + count <= limit) return [...ended, ...gone];
  throw new LineclearError('rate_limited', `${inFlight} tasks that you started have not ended; the limit is ${limit}.`, {
    hint: 'Wait until some have ended, or cancel those that are not needed: list_active_tasks names them.',
    retryAfterS: 10,
    details: { reason: 'in_flight', in_flight: inFlight, limit },
  });
};

const neverFits = ({ count, limit, reason }: { count: number; limit: number; reason: string }): LineclearError =>
  new LineclearError('invalid_input', `${count} tasks at once are more than the ${limit} that one caller may have.`, {
    hint: 'Start fewer at once; the operator can raise the limit.',
    details: { reason, limit },
  });
