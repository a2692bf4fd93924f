import { quoted } from '@lineclear/core/plugin';
import type { WorkerStats } from '../control/worker-facts.ts';
import type { TaskResult } from '../results/results.ts';
import type { Sighting } from './look.ts';
import type { Wish } from './means.ts';
import { isSoft } from './means.ts';
import type { Verdict } from './outcome.ts';
import type { Place } from './place.ts';

/** A task that was to be cancelled, as it was and as it is. */
export interface Aftermath {
  readonly was: Extract<Place, { kind: 'taken' | 'running' }>;
  readonly now: Sighting;
  /** The first end that was told after it was asked to end softly. */
  readonly heard?: TaskResult | undefined;
  /** The pool of the worker that had it, now. */
  readonly stats: WorkerStats | undefined;
  /** The signal that was sent with it. */
  readonly sent: Wish['signal'] | undefined;
  /** Every worker that could have it took note that it is revoked. */
  readonly isNoted: boolean;
  /** The worker did not have it any more when it was told to end it. */
  readonly wasMissed: boolean;
}

/** What became of it; undefined while that is not decided yet. */
export const verdictOf = (aftermath: Aftermath): Verdict | undefined =>
  endOf(aftermath) ?? (aftermath.was.kind === 'running' ? runningVerdict(aftermath) : takenVerdict(aftermath));

/** What to say when the time is over and nothing was decided. */
export const openVerdict = ({ was, now, sent }: Aftermath): Verdict => {
  const { state } = now.judgement;
  const worker = was.worker === undefined ? 'the worker' : quoted(was.worker);
  if (now.place.kind === 'silent') {
    return { outcome: 'cancel_requested', state, message: `It was asked for; ${worker} has not answered whether it was done.` };
  }
  if (sent !== undefined && isSoft(sent)) {
    const message =
      'The task was asked to end softly and was not seen to end. Celery records it as revoked at once; an end of its own overwrites that.';
    return { outcome: 'cancel_requested', state: 'running', message };
  }
  if (was.kind === 'running' || now.place.kind === 'running') {
    const message =
      sent === undefined
        ? 'It began to run in the same moment and runs on. Cancel it again to end it.'
        : `${sent} was sent to the process that runs it, which was not seen to end. No task can ignore SIGKILL.`;
    return { outcome: sent === undefined ? 'not_cancellable' : 'cancel_requested', state: 'running', message };
  }
  return { outcome: 'cancel_requested', state, message: `It was asked for; not every worker has said that it took note.` };
};

/** An end of its own, or the end that it was to have. */
const endOf = (aftermath: Aftermath): Verdict | undefined => {
  const { now, sent } = aftermath;
  const { evidence, judgement } = now;
  const { state } = judgement;
  if (state === 'revoked' && sent !== undefined && isSoft(sent)) return hiddenEnd(aftermath);
  if (state === 'success') {
    return { outcome: 'already_finished', state, message: 'It succeeded before it could be cancelled.' };
  }
  if (state !== 'failure') return undefined;
  const type = evidence.record.kind === 'found' ? evidence.record.result.error?.type : judgement.error?.type;
  return sent !== undefined && endsByForce.has(type ?? '')
    ? { outcome: 'cancelled', state, message: `It was ended while it ran; Celery records that as a failure (${type}).` }
    : { outcome: 'already_finished', state, message: 'It failed before it could be cancelled.' };
};

/** The worker that asks a task to end records it as revoked itself, at times after the task has recorded its end. */
const hiddenEnd = ({ now: { evidence }, heard }: Aftermath): Verdict | undefined => {
  const began = evidence.events.findLastIndex(({ kind }) => kind === 'task-started');
  const told = evidence.events.slice(began + 1).find(({ kind }) => kind === 'task-succeeded' || kind === 'task-failed')?.kind;
  if (heard?.status === 'SUCCESS' || told === 'task-succeeded') {
    return {
      outcome: 'already_finished',
      state: 'revoked',
      message: 'It succeeded; its worker recorded it as revoked afterwards.',
    };
  }
  if (heard?.status !== 'FAILURE' && told !== 'task-failed') return undefined;
  const type = heard?.error?.type;
  const how = type === undefined ? '' : ` (${type})`;
  return {
    outcome: 'cancelled',
    state: 'revoked',
    message: `It has ended as it was asked to${how}; Celery records it as revoked.`,
  };
};

const endsByForce: ReadonlySet<string> = new Set(['SoftTimeLimitExceeded', 'WorkerLostError', 'Terminated']);

// Workers record REVOKED when they send the signal, whether the process obeys or not: it has to be gone, unless it has no choice.
const runningVerdict = ({ was, now, stats, sent, wasMissed }: Aftermath): Verdict | undefined => {
  if (now.place.kind === 'running' || now.place.kind === 'silent' || sent === undefined || isSoft(sent)) return undefined;
  if (wasMissed && now.evidence.record.kind === 'absent') {
    return {
      outcome: 'not_found',
      state: now.judgement.state,
      message: 'It ended in the same moment and left no record of how.',
    };
  }
  const pid = was.kind === 'running' ? was.pid : undefined;
  const isThere = stats === undefined || (stats.pool === 'prefork' && pid !== undefined && stats.processes.includes(pid));
  if (isThere && sent !== 'SIGKILL') return undefined;
  return { outcome: 'cancelled', state: 'revoked', message: 'It was ended while it ran. What it did until then stays done.' };
};

const takenVerdict = ({ now, isNoted }: Aftermath): Verdict | undefined => {
  if (now.place.kind === 'running' || now.place.kind === 'silent' || now.place.kind === 'queued' || !isNoted) return undefined;
  return {
    outcome: 'cancelled',
    state: 'revoked',
    message: 'It will not run: its worker took note and drops it when its turn comes.',
  };
};
