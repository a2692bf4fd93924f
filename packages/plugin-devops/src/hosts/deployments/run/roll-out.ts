import type { CallContext } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { HostsWriter } from '../../client/hosts-writer.ts';
import { type HostOutcome, toHostOutcome, untouched } from '../result.ts';
import type { Activation } from '../script/activation-script.ts';
import type { Deployment } from '../settings.ts';
import { activate } from './activate.ts';

/** The part of one host in a deployment. */
export interface HostPart {
  readonly host: string;
  readonly activation: Activation;
  readonly health: Deployment['health'];
  readonly ports: { readonly before: number | undefined; readonly after: number; readonly back: number };
  /** How this host goes back when a later one fails; undefined where there is nothing to go back to. */
  readonly undo: Activation | undefined;
}

type Context = Pick<CallContext, 'state' | 'signal' | 'progress'>;

/**
 * Deploys to one host after the other, and stops at the first that fails: the others stay as they are, and those before it go back where the
 * settings say so. Throws, with what is known of each, when the connection to one was lost.
 */
export const rollOut = async ({
  writer,
  parts,
  deployment,
  context,
  step,
}: {
  writer: HostsWriter;
  parts: readonly HostPart[];
  deployment: Deployment;
  context: Context;
  step: (name: string) => void;
}): Promise<readonly HostOutcome[]> => {
  const outcomes = new Map<string, HostOutcome>();
  const run = runOn({ writer, context, step, total: parts.length });
  let lost: LineclearError | undefined;
  for (const [index, part] of parts.entries()) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one host after the other, so that a bad release meets one only
      outcomes.set(part.host, await run({ ...part, index }));
    } catch (error) {
      if (!LineclearError.is(error)) throw error;
      if (error.effect !== 'none') lost = error;
      const reason = String(error.details?.['reason'] ?? error.code);
      outcomes.set(part.host, {
        ...untouched({ host: part.host, reason }),
        ...(lost !== undefined && { status: 'unknown' as const }),
      });
    }
    if (outcomes.get(part.host)?.status !== 'deployed') break;
  }
  const hasFailed = parts.some(({ host }) => outcomes.has(host) && outcomes.get(host)?.status !== 'deployed');
  if (hasFailed && deployment.rollback === 'all') {
    for (const part of parts.toReversed()) {
      const outcome = outcomes.get(part.host);
      // oxlint-disable-next-line no-await-in-loop -- one host after the other
      if (outcome?.status === 'deployed') outcomes.set(part.host, await undo({ part, outcome, run }));
    }
  }
  const all = parts.map(({ host }) => outcomes.get(host) ?? untouched({ host, reason: 'not_reached' }));
  if (lost === undefined && all.every(({ status }) => status !== 'unknown')) return all;
  throw withOutcomes({ lost, all });
};

type Run = (call: Pick<HostPart, 'host' | 'activation' | 'health' | 'ports'> & { index: number }) => Promise<HostOutcome>;

const runOn =
  ({
    writer,
    context: { state, signal, progress },
    step,
    total,
  }: {
    writer: HostsWriter;
    context: Context;
    step: (name: string) => void;
    total: number;
  }): Run =>
  async ({ host, activation, health, ports, index }) => {
    let steps = 0;
    const onStep = (name: string) => {
      step(`${host}: ${name}`);
      // A host takes about seven steps; the number of those to come is not known.
      steps = Math.min(steps + 1, 7);
      progress({ progress: index + steps / 8, total, message: `${host}: ${name}` });
    };
    const activated = await activate({ host, state, signal, writer, activation, health, ports, onStep });
    return toHostOutcome({ host, activated });
  };

/** Takes one host back after another one failed. */
const undo = async ({ part, outcome, run }: { part: HostPart; outcome: HostOutcome; run: Run }): Promise<HostOutcome> => {
  if (part.undo === undefined) return { ...outcome, detail: 'no_earlier_release' };
  try {
    const ports = { before: undefined, after: part.ports.back, back: part.ports.after };
    const back = await run({ host: part.host, activation: part.undo, health: part.health, ports, index: 0 });
    return undone({ outcome, back });
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { ...outcome, status: error.effect === 'none' ? 'rollback_failed' : 'unknown', reason: 'another_host_failed' };
  }
};

/** What is said of a host that was deployed to and then taken back. */
export const undone = ({ outcome, back }: { outcome: HostOutcome; back: HostOutcome }): HostOutcome => ({
  ...outcome,
  status: back.status === 'deployed' ? 'rolled_back' : 'rollback_failed',
  reason: 'another_host_failed',
  detail: back.status === 'deployed' ? 'healthy' : back.reason,
  health_back: back.health,
  output: back.output,
});

const withOutcomes = ({ lost, all }: { lost: LineclearError | undefined; all: readonly HostOutcome[] }): LineclearError =>
  new LineclearError('unreachable', lost?.message ?? 'The connection to a host was lost while it went back.', {
    hint: lost?.hint,
    details: { ...lost?.details, hosts: all.map(({ host, status, reason }) => ({ host, status, reason })) },
    effect: 'unknown',
    cause: lost,
  });
