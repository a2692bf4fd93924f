import { quoted } from '@lineclear/core/plugin';
import type { Preview, Principal } from '@lineclear/core/plugin';
import type { WorkerStats } from '../control/worker-facts.ts';
import { isoTime } from '../text/iso-time.ts';
import { followersOf } from './followers.ts';
import type { Ask, Sighting } from './look.ts';
import { look, poolAt } from './look.ts';
import type { Wish } from './means.ts';
import { isSoft } from './means.ts';
import type { Place, PlaceGuard } from './place.ts';
import { guardOf } from './place.ts';
import { refusalOf } from './refusal.ts';

/**
 * Where a task is, what cancelling will do there and what it leaves behind. Anybody may cancel whom policy and approval let; whose task it
 * is stands in the warnings. Arguments and results are not shown to anybody.
 */
export const previewCancel = async ({
  ask,
  wish,
  reason,
  principal,
  profile,
}: {
  ask: Ask;
  wish: Wish;
  reason: string | undefined;
  principal: Principal;
  profile: string;
}): Promise<Preview<PlaceGuard>> => {
  const sighting = await look(ask);
  const { place, evidence, judgement } = sighting;
  const stats = await poolAt({ ...ask, place });
  const refusal = refusalOf({ sighting, pool: stats?.pool, terminate: wish.terminate });
  const name = nameOf(sighting);
  const followers = followersOf(evidence);
  const does = whatHappens({ place, wish });
  return {
    description: `Cancel ${name === undefined ? 'a task' : quoted(name)} (${judgement.state}) in ${profile}: ${does}`,
    guard: guardOf(place),
    ...(refusal !== undefined && { refusal }),
    before: { state: judgement.state, ...shownPlace({ place, stats }) },
    changes: [`state: ${judgement.state} → revoked`, ...(reason === undefined ? [] : [`reason: ${quoted(reason)}`])],
    details: {
      task_id: ask.taskId,
      task_name: name ?? null,
      task_type: evidence.ledger?.task_type ?? null,
      what_happens: does,
      workers: {
        known: evidence.workers.known,
        answered: evidence.workers.answered.length,
        silent: evidence.workers.silent,
      },
    },
    warnings: [
      ...ownership({ sighting, principal }),
      ...(place.kind === 'running' ? runningWarnings(wish) : []),
      ...(place.kind === 'queued' && place.position === undefined ? [quorumWarning] : []),
      ...followers,
      ...(place.kind === 'taken'
        ? ['Workers keep this in memory: when all of them restart before its turn comes, the task may still run.']
        : []),
    ],
  };
};

/** What is true of the task after a cancellation. */
export const readCancelEffect = async (ask: Ask) => {
  const { place, judgement } = await look(ask);
  return {
    state: judgement.state,
    status: judgement.status,
    ...(judgement.reason !== undefined && { reason: judgement.reason }),
    ...shownPlace({ place, stats: undefined }),
  };
};

const quorumWarning =
  'It is a quorum queue: taking one task out counts as a failed delivery of the others, and a delivery-limit may drop those that have had many.';

const nameOf = ({ evidence: { ledger, atWorker, waiting, held, record } }: Sighting): string | undefined =>
  ledger?.task_name ??
  atWorker?.task.taskName ??
  waiting?.item.task?.taskName ??
  held?.task.taskName ??
  (record.kind === 'found' ? record.result.extended?.taskName : undefined);

const whatHappens = ({ place, wish: { terminate, signal } }: { place: Place; wish: Wish }): string => {
  if (place.kind === 'queued') {
    const among = place.position === undefined ? 'one' : `number ${place.position + 1}`;
    return `it is removed from the queue ${quoted(place.queue)}, where it is ${among} of ${place.total}.`;
  }
  if (place.kind === 'running') {
    return isSoft(signal)
      ? `SoftTimeLimitExceeded is raised in it at ${quoted(place.worker)}; it may clean up before it ends.`
      : `the process that runs it at ${quoted(place.worker)} gets ${signal}.`;
  }
  if (place.kind === 'taken') {
    const worker = place.worker === undefined ? 'the worker that holds it' : quoted(place.worker);
    return `${worker} drops it when its turn comes${terminate ? ', and ends it if it begins meanwhile' : ''}.`;
  }
  return 'nothing.';
};

const shownPlace = ({ place, stats }: { place: Place; stats: WorkerStats | undefined }) => {
  const pool = stats?.pool === undefined ? {} : { pool: stats.pool };
  if (place.kind === 'queued') {
    const { queue, position, total } = place;
    return { queue, position: position === undefined ? null : position + 1, waiting: total };
  }
  if (place.kind === 'running') return { worker: place.worker, ...pool, started_at: isoTime(place.sinceMs) };
  return place.kind === 'taken' ? { worker: place.worker ?? null, ...pool } : {};
};

const ownership = ({
  sighting: {
    evidence: { ledger },
  },
  principal,
}: {
  sighting: Sighting;
  principal: Principal;
}): readonly string[] => {
  if (ledger === undefined) return ['It was not started here: whoever started it is not told.'];
  return ledger.principal === principal.id ? [] : [`It was started by ${quoted(ledger.principal)}, not by you.`];
};

const runningWarnings = ({ signal }: Wish): readonly string[] => [
  'What it did so far stays done; nothing is undone.',
  ...(signal === 'SIGKILL' ? ['SIGKILL ends the process at once: nothing of the task can clean up.'] : []),
  'Tasks that were to follow it, if there are any, do not run.',
];
