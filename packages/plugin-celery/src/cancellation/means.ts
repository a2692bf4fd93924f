import type { TerminateSignal } from '../control/orders.ts';
import type { Pool } from '../control/worker-facts.ts';

/** The signals that are offered. Pool processes ignore SIGINT. */
export const signals = ['SIGTERM', 'SIGQUIT', 'SIGUSR1', 'SIGKILL'] as const satisfies readonly TerminateSignal[];

/** What the caller asked for. */
export interface Wish {
  /** Whether a running task is ended too. */
  readonly terminate: boolean;
  readonly signal: (typeof signals)[number];
}

/** Whether the pool can end a task that runs. Those of threads and solo cannot, whatever they answer. */
export const mayEnd = (pool: Pool): boolean => pool === 'prefork' || pool === 'gevent' || pool === 'eventlet';

/** Whether a worker looks at its revoked tasks once more before a reserved one begins. Other pools are handed all of them at once. */
export const mayStillSkip = (pool: Pool): boolean => pool === 'prefork';

/** SIGUSR1 raises SoftTimeLimitExceeded in the task, which may clean up or go on; its process lives on. */
export const isSoft = (signal: TerminateSignal): boolean => signal === 'SIGUSR1';
