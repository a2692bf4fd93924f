import type { Reconciled, Recovered } from '@lineclear/core/plugin';
import { revoked } from '../control/questions.ts';
import { unseenQueueOf } from '../tasks/evidence.ts';
import type { Ask, Sighting } from './look.ts';
import { look, poolAt } from './look.ts';
import type { Wish } from './means.ts';
import type { Cancellation, Verdict } from './outcome.ts';
import { toCancellation } from './outcome.ts';
import type { PlaceGuard } from './place.ts';
import { guardOf, isSamePlace } from './place.ts';
import { verdictOf } from './verdict.ts';

/** Looks again after an answer was lost. A task that still waits was not removed; where nobody can say, it stays unknown. */
export const reconcileCancel = async ({
  ask,
  guard,
  wish,
}: {
  ask: Ask;
  guard: PlaceGuard;
  wish: Wish;
}): Promise<Reconciled | Recovered<Cancellation>> => {
  const now = await look(ask);
  const verdict = guard.place === 'queued' ? removalVerdict(now) : await toldVerdict({ ask, guard, wish, now });
  if (verdict === undefined || verdict === 'failed') return verdict ?? 'unknown';
  return { result: toCancellation({ taskId: ask.taskId, verdict, workers: now.evidence.workers, nowMs: ask.clock.now() }) };
};

const removalVerdict = ({ place, evidence, judgement }: Sighting): Verdict | 'failed' | undefined => {
  // Whether it was taken out of such a queue cannot be seen.
  if (unseenQueueOf(evidence) !== undefined && evidence.isRemoved !== true) return undefined;
  if (place.kind === 'queued' || place.kind === 'taken' || place.kind === 'running') return 'failed';
  if (place.kind === 'silent') return undefined;
  if (judgement.state === 'success' || judgement.state === 'failure') {
    return { outcome: 'already_finished', state: judgement.state, message: 'It ran before it could be cancelled.' };
  }
  // Of others it cannot be told from an end without a record.
  return judgement.state === 'revoked' || evidence.ledger !== undefined
    ? { outcome: 'cancelled', state: 'revoked', message: 'It was removed from its queue and will not run.' }
    : undefined;
};

const toldVerdict = async ({
  ask,
  guard,
  wish,
  now,
}: {
  ask: Ask;
  guard: PlaceGuard;
  wish: Wish;
  now: Sighting;
}): Promise<Verdict | 'failed' | undefined> => {
  const { answers, complete } = await revoked(ask.reader.question({ signal: ask.signal }));
  const notes = [...answers].filter(([, taskIds]) => taskIds.includes(ask.taskId)).map(([worker]) => worker);
  if (notes.length === 0) return complete && isSamePlace(guardOf(now.place), guard) ? 'failed' : undefined;
  const was =
    guard.place === 'running' && guard.worker !== null
      ? ({ kind: 'running', worker: guard.worker, sinceMs: undefined, pid: guard.pid ?? undefined } as const)
      : ({ kind: 'taken', as: 'held', worker: guard.worker ?? undefined } as const);
  return verdictOf({
    was,
    now,
    stats: await poolAt({ ...ask, place: was }),
    sent: guard.place === 'running' ? wish.signal : undefined,
    isNoted: guard.worker === null ? complete && notes.length === answers.size : notes.includes(guard.worker),
    wasMissed: false,
  });
};
