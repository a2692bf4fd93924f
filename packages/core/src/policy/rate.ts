import type { Clock } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';

/** How often one principal may call. */
export interface RateLimit {
  /** Takes one call; throws `rate_limited`, with the seconds to wait, when there is none left. */
  take(principal: string): void;
}

/** A token bucket per principal: `callsPerSecond` on average, twice as many at once. */
export const createRateLimit = ({
  callsPerSecond,
  clock,
  principals = 10_000,
}: {
  callsPerSecond: number;
  clock: Clock;
  /** How many principals are remembered; the one that was quiet for longest is forgotten first. */
  principals?: number;
}): RateLimit => {
  const burst = Math.max(1, callsPerSecond * 2);
  const buckets = new Map<string, Bucket>();
  return {
    take: (principal) => {
      const now = clock.now();
      const bucket = buckets.get(principal) ?? { tokens: burst, at: now };
      // A clock that was set back must not take tokens away.
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * callsPerSecond);
      bucket.at = now;
      buckets.delete(principal);
      buckets.set(principal, bucket);
      if (buckets.size > principals) forgetOldest(buckets);
      if (bucket.tokens < 1) throw tooMany({ missing: 1 - bucket.tokens, callsPerSecond });
      bucket.tokens -= 1;
    },
  };
};

interface Bucket {
  tokens: number;
  at: number;
}

const forgetOldest = (buckets: Map<string, Bucket>): void => {
  for (const oldest of buckets.keys()) {
    buckets.delete(oldest);
    return;
  }
};

const tooMany = ({ missing, callsPerSecond }: { missing: number; callsPerSecond: number }): LineclearError =>
  new LineclearError('rate_limited', `More than ${callsPerSecond} calls per second.`, {
    // Whole seconds, at least one, so that a caller who waits that long gets through.
    retryAfterS: Math.max(1, Math.ceil(missing / callsPerSecond)),
    details: { reason: 'calls_per_second' },
  });
