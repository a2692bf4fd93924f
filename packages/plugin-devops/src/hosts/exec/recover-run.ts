import type { Reconciled, Recovered } from '@lineclear/core/plugin';
import { poll } from '../../poll.ts';
import type { HostCall } from '../client/hosts.ts';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { RunOutcome } from '../client/read-outcome.ts';
import { type RunResult, shownStreams } from './run-result.ts';

/**
 * What became of a run whose answer was lost, over a new connection. Waits for one that still goes on until `signal` ends it: then it is
 * `unknown` for now. A run that never started never will.
 */
export const recoverRun = async ({
  reader,
  ...call
}: HostCall & { reader: HostsReader; planId: string }): Promise<
  Extract<Reconciled, 'failed' | 'unknown'> | Recovered<RunResult>
> => {
  const outcome = await poll({
    look: () => reader.outcome(call),
    isDone: ({ state }) => state !== 'running',
    firstPauseMs: pauseMs,
    signal: call.signal,
  });
  if (outcome.state === 'never_started') return 'failed';
  return outcome.state === 'ended' ? { result: toRecovered(outcome) } : 'unknown';
};

const pauseMs = 500;

const toRecovered = (outcome: Extract<RunOutcome, { state: 'ended' }>): RunResult => ({
  exit_code: outcome.exitCode,
  ...shownStreams(outcome),
  untrusted: true,
});
