import { onTestFinished, vi } from 'vitest';

/** A time limit that is over when a test says so. */
export interface HeldTimer {
  /** Throws where the limit was not set yet. */
  readonly end: () => void;
}

/**
 * Holds the timer of exactly `delayMs` that is set last: what a time limit ends has to have done first what the test looks at, and how
 * long that takes is a matter of the machine. Choose a delay that nothing else has, and that is longer than the test may take.
 */
export const holdTimer = (delayMs: number): HeldTimer => {
  const { setTimeout: start } = globalThis;
  let held: (() => void) | undefined;
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) => {
    const timer = start(run, ms);
    if (ms === delayMs)
      held = () => {
        clearTimeout(timer);
        run();
      };
    return timer;
  });
  onTestFinished(() => spy.mockRestore());
  return {
    end: () => {
      if (held === undefined) throw new Error(`No timer of ${delayMs} ms was set.`);
      held();
    },
  };
};
