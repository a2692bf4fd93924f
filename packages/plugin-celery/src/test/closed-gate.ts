import { type Gate, gate } from '@lineclear/testing/celery';
import { onTestFinished } from 'vitest';

/** Holds the tasks `tasks.until` and `tasks.started_until` until it is opened, or the test ends. */
export const closedGate = (): Gate => {
  const closed = gate();
  onTestFinished(closed.close);
  return closed;
};
