import type { Clock } from '@lineclear/core/plugin';

/** The real time plus what a test adds. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

// Kept from the start, so that a test that replaces `Date` does not move this clock.
const realNow = Date.now.bind(Date);

/** A clock that a test can move forward. */
export const testClock = (): TestClock => {
  let aheadMs = 0;
  return {
    now: () => realNow() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
};
