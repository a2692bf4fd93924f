import { setTimeout as sleep } from 'node:timers/promises';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostCall } from '../../client/hosts.ts';
import type { HostsWriter } from '../../client/hosts-writer.ts';
import type { ChannelEnd } from '../../client/run-channel.ts';
import { asked } from '../../files/transfer.ts';
import type { Activation } from '../script/activation-script.ts';
import { activationScript } from '../script/activation-script.ts';
import type { Deployment } from '../settings.ts';
import { planFolder, readPlanState, type ScriptEnd } from '../state/plan-state.ts';
import { type HealthFacts, waitForHealth } from './health.ts';

const pauseMs = 100;
/** The script ends by itself, in any case: it is not to be ended in the middle. */
const longestMs = 6 * 3_600_000;

/** What became of one host. */
export interface Activated {
  readonly end: ScriptEnd;
  /** Of the release that it was to run, and of the one that it went back to. */
  readonly health: HealthFacts | null;
  readonly healthBack: HealthFacts | null;
  /** What smoke test and start printed; null where it was not seen. */
  readonly output: Pick<ChannelEnd, 'stdout' | 'stderr'> | null;
}

/**
 * Lets a host do its deployment, and judges the health of what runs then. The host decides for itself when nobody answers, so a lost
 * connection is thrown and leaves it to that; its own record tells later how it ended.
 */
export const activate = async ({
  writer,
  activation,
  health,
  ports,
  onStep,
  ...call
}: HostCall & {
  writer: HostsWriter;
  activation: Activation;
  health: Deployment['health'];
  /** Where to ask: before the switch (nowhere when undefined), after it, and after going back. */
  ports: { readonly before: number | undefined; readonly after: number; readonly back: number };
  onStep: (step: string) => void;
}): Promise<Activated> => {
  const { planId, root } = activation;
  // Nothing here may end the script, not even the deadline of the call.
  const running = writer.run({
    ...call,
    signal: new AbortController().signal,
    planId,
    argv: activationScript(activation),
    timeoutMs: longestMs,
  });
  const watched: { isOver: boolean; refusal: unknown } = { isOver: false, refusal: undefined };
  const over = running.catch((error: unknown) => void (watched.refusal = error)).then(() => void (watched.isOver = true));
  const transfer = await writer.transfer(call);
  const answer = (word: string) =>
    asked({
      ...call,
      path: `${planFolder({ root, planId })}/${word}`,
      effect: 'unknown',
      // One that is there already was made by the script, which has decided.
      ask: (done) =>
        transfer.mkdir(`${planFolder({ root, planId })}/${word}`, (error) => done(isLost(error) ? error : undefined, undefined)),
    });
  const ask = (port: number) => waitForHealth({ ...call, reader: writer.reader, health, port });
  let facts: HealthFacts | null = null;
  let healthBack: HealthFacts | null = null;
  const replies: Readonly<Record<string, () => Promise<unknown>>> = {
    ready: async () => {
      facts = ports.before === undefined ? null : await ask(ports.before);
      return answer(facts?.healthy === false ? 'bad' : 'go');
    },
    started: async () => {
      facts = await ask(ports.after);
      return answer(facts.healthy ? 'decided' : 'bad');
    },
    started_back: async () => {
      healthBack = await ask(ports.back);
      return answer(healthBack.healthy ? 'good' : 'poor');
    },
  };
  try {
    for (let seen = 0; ;) {
      // Looked at before the state is read: what is not there after the end never comes.
      const { isOver } = watched;
      // oxlint-disable-next-line no-await-in-loop -- it is watched
      const state = await readPlanState({ ...call, transfer, root, planId });
      for (const step of state.steps.slice(seen)) {
        if (!step.startsWith('end ')) onStep(step);
        // oxlint-disable-next-line no-await-in-loop -- one step after the other
        if (step === state.steps.at(-1)) await replies[step]?.();
      }
      seen = state.steps.length;
      if (state.end !== undefined || isOver) {
        // oxlint-disable-next-line no-await-in-loop -- the last time
        const output = await running;
        const end = state.end ?? ({ outcome: 'untouched', reason: 'not_begun', detail: `${output.exitCode}` } as const);
        return { end, health: facts, healthBack, output };
      }
      // oxlint-disable-next-line no-await-in-loop -- it is watched
      await Promise.race([sleep(pauseMs), over]);
    }
  } catch (error) {
    if (!LineclearError.is(error) || (error === watched.refusal && error.effect === 'none')) throw error;
    throw lostSight({ host: call.host, cause: error });
  } finally {
    transfer.end();
  }
};

/** The script goes on, or ended, without anybody who watched. */
const lostSight = ({ host, cause }: { host: string; cause: unknown }): LineclearError =>
  new LineclearError(
    'unreachable',
    `The connection to the host ${quoted(host)} was lost while it deployed; it goes on or back by itself.`,
    {
      hint: 'See with deploy_history how it ended, before anything else is done.',
      details: { reason: 'connection_lost', host, ...(LineclearError.is(cause) && { cause: cause.code }) },
      effect: 'unknown',
      cause,
    },
  );

/** An error without a status is the end of the connection; the others are refusals of the host. */
const isLost = (error: Error | null | undefined): boolean =>
  error instanceof Error && !('code' in error && typeof error.code === 'number');
