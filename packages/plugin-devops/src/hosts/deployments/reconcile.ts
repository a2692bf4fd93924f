import type { Reconciled, Recovered } from '@lineclear/core/plugin';
import { poll } from '../../poll.ts';
import type { HostCall } from '../client/hosts.ts';
import type { HostsReader } from '../client/hosts-reader.ts';
import { type DeployResult, type HostOutcome, toDeployResult, toHostOutcome, untouched } from './result.ts';
import { undone } from './run/roll-out.ts';
import { deploymentOn } from './service.ts';
import type { Deployment } from './settings.ts';
import { readPlanState } from './state/plan-state.ts';

const pauseMs = 300;

/** The id under which a host goes back when another one failed. */
export const undoId = (planId: string): string => `${planId}.undo`;

/**
 * What became of a deployment whose answer was lost, from the records of its hosts. Waits for one that still goes on or back. What was not
 * started by now never is.
 */
export const reconcileDeployment = async ({
  reader,
  deployment,
  hosts,
  planId,
  service,
  release,
  ...call
}: Omit<HostCall, 'host'> & {
  reader: HostsReader;
  deployment: Deployment;
  hosts: readonly string[];
  planId: string;
  service: string;
  release: string;
}): Promise<Reconciled | Recovered<DeployResult>> => {
  const found = await Promise.all(
    hosts.map((host) => outcomeOf({ ...call, host, reader, root: deploymentOn({ deployment, host }).root, planId })),
  );
  const known = found.filter((one) => one !== 'unknown');
  if (known.length < found.length) return 'unknown';
  if (known.every((one) => one === undefined)) return 'failed';
  const outcomes = known.map((one, index) => one ?? untouched({ host: hosts[index] ?? '', reason: 'not_reached' }));
  return { result: toDeployResult({ service, release, hosts: outcomes }) };
};

/** What one host says; `undefined` where it never began. */
const outcomeOf = async (
  call: HostCall & { reader: HostsReader; root: string; planId: string },
): Promise<HostOutcome | 'unknown' | undefined> => {
  const outcome = await runOf(call);
  if (outcome === undefined || outcome === 'unknown' || outcome.status !== 'deployed') return outcome;
  const back = await runOf({ ...call, planId: undoId(call.planId) });
  if (back === undefined || back === 'unknown') return back ?? outcome;
  return undone({ outcome, back });
};

const runOf = async ({
  reader,
  root,
  planId,
  ...call
}: HostCall & { reader: HostsReader; root: string; planId: string }): Promise<HostOutcome | 'unknown' | undefined> => {
  const run = await poll({
    look: () => reader.outcome({ ...call, planId }),
    isDone: ({ state }) => state !== 'running',
    firstPauseMs: pauseMs,
    signal: call.signal,
  });
  if (run.state === 'never_started') return undefined;
  if (run.state !== 'ended') return 'unknown';
  const transfer = await reader.transfer(call);
  try {
    const { end } = await readPlanState({ ...call, transfer, root, planId });
    if (end === undefined) return run.exitCode === 3 ? untouched({ host: call.host, reason: 'not_begun' }) : 'unknown';
    return toHostOutcome({ host: call.host, activated: { end, health: null, healthBack: null, output: run } });
  } finally {
    transfer.end();
  }
};
