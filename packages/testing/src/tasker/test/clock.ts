import type { Clock } from '@lineclear/core/plugin';

/** A clock that stands still until a test moves it. */
export interface StandingClock extends Clock {
  nowMs: number;
}

export const standingClock = (): StandingClock => {
  const clock = { nowMs: Date.parse('2026-01-31T08:00:00Z'), now: () => clock.nowMs };
  return clock;
};
