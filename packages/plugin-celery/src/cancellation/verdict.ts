import { quoted } from '@lineclear/core/plugin';
import type { WorkerStats } from '../control/worker-facts.ts';
import { parseException } from '../events/parse-exception.ts';
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
const endOf = ({ now: { evidence, judgement }, sent, heard }: Aftermath): Verdict | undefined => {
  const { state } = judgement;
  const isAsked = sent !== undefined && isSoft(sent);
  const isHidden = state === 'revoked' && isAsked;
  const end = isHidden ? hiddenEnd({ evidence, heard }) : shownEnd({ evidence, judgement });
  if (end === undefined) return undefined;
  if (end.isSuccess) {
    const message = isAsked ? 'It succeeded, although it was asked to end.' : 'It succeeded before it could be cancelled.';
    return { outcome: 'already_finished', state, message };
  }
  if (sent === undefined || !endsByForce.has(end.type ?? '')) {
    const message = isAsked ? 'It failed, by itself or as it cleaned up.' : 'It failed before it could be cancelled.';
    return { outcome: 'already_finished', state, message };
  }
  const message = isHidden
    ? `It ended as it was asked to (${end.type}); Celery records it as revoked.`
    : `It was ended while it ran; Celery records that as a failure (${end.type}).`;
  return { outcome: 'cancelled', state, message };
};

/** How a task itself ended, and the class of its exception. */
interface End {
  readonly isSuccess: boolean;
  readonly type: string | undefined;
}

const shownEnd = ({ evidence: { record }, judgement }: Pick<Sighting, 'evidence' | 'judgement'>): End | undefined => {
  if (judgement.state !== 'success' && judgement.state !== 'failure') return undefined;
  const type = record.kind === 'found' ? record.result.error?.type : judgement.error?.type;
  return { isSuccess: judgement.state === 'success', type };
};

/** The worker that asks a task to end records it as revoked itself, at times after the task has recorded its end. */
const hiddenEnd = ({ evidence: { events }, heard }: Pick<Sighting, 'evidence'> & Pick<Aftermath, 'heard'>): End | undefined => {
  if (heard?.status === 'SUCCESS' || heard?.status === 'FAILURE') {
    return { isSuccess: heard.status === 'SUCCESS', type: heard.error?.type };
  }
  const began = events.findLastIndex(({ kind }) => kind === 'task-started');
  const told = events.slice(began + 1).find(({ kind }) => kind === 'task-succeeded' || kind === 'task-failed');
  return told && { isSuccess: told.kind === 'task-succeeded', type: parseException(told.exception ?? '').type };
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
