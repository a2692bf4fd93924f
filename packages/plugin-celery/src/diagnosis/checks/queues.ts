import { quoted } from '@lineclear/core/plugin';
import { amount } from '../../text/amount.ts';
import { type Finding, type Outcome, skip } from '../finding.ts';
import { isKnown, type LoadedQueue, type Situation, unheard } from '../situation.ts';

/** Messages in queues that nobody consumes. */
export const unconsumed = (situation: Situation): Outcome => {
  const { queues: known, survey } = situation;
  if (!isKnown(known)) return skip(known.unknown);
  const silence = unheard(situation);
  const consumed = consumedQueues(situation);
  const findings = known.value.queues
    // Where the broker counts consumers it knows about silent workers as well.
    .filter(
      ({ name, ready, consumers }) => ready > 0 && (consumers ?? (consumed.has(name) || silence !== undefined ? 1 : 0)) === 0,
    )
    .map((queue): Finding => ({
      severity: 'critical',
      code: 'queue_without_consumer',
      what: `${amount({ count: queue.ready, one: 'message waits', many: 'messages wait' })} in the queue ${quoted(queue.name)}, and no worker consumes it.`,
      why: 'They wait for ever. Mostly the sender routes otherwise than the workers were started.',
      fix: `Start a worker with -Q ${plainOr(queue.name)}, or correct the queue in the catalogue or the routes of the sender; cancel_task takes single tasks out.`,
      facts: {
        queue: queue.name,
        ready: queue.ready,
        next_task: queue.next?.task?.taskName ?? null,
        consumed: [...consumed].slice(0, 20),
      },
    }));
  const isCounted = known.value.queues.every(({ consumers }) => consumers !== undefined);
  const reasons = [
    ...(silence !== undefined && !isCounted && survey.known > 0 ? [silence] : []),
    ...(known.value.complete ? [] : [incomplete]),
  ];
  return { findings, ...(reasons.length > 0 && { skipped: reasons.join(' ') }) };
};

/** Queues that grow faster than their workers work. */
export const backlog = (situation: Situation): Outcome => {
  const { queues: known, survey, nowMs } = situation;
  if (!isKnown(known)) return skip(known.unknown);
  const findings = known.value.queues.flatMap((queue): Finding[] => {
    const workers = survey.workers.filter(({ queues }) => queues?.some(({ name }) => name === queue.name) === true);
    const slots = workers.reduce((sum, { name }) => sum + (situation.stats.answers.get(name)?.concurrency ?? 1), 0);
    const ageS = ageOf({ queue, nowMs });
    const isLong = queue.ready >= Math.max(leastBacklog, slots * messagesPerSlot);
    if (workers.length === 0 || (!isLong && (ageS ?? 0) < oldS)) return [];
    return [
      {
        severity: 'warning',
        code: 'backlog',
        what: `${queue.ready} messages wait in the queue ${quoted(queue.name)} for ${amount({ count: slots, one: 'process', many: 'processes' })}${ageS === null ? '' : `; the next one has waited ${ageS} s`}.`,
        why: 'New tasks of this queue start late.',
        fix: 'Start more workers for it or give them more processes; look for long tasks with list_active_tasks.',
        facts: {
          queue: queue.name,
          ready: queue.ready,
          processes: slots,
          next_task: queue.next?.task?.taskName ?? null,
          next_waits_s: ageS,
          // Messages do not say when they were sent; only what was sent or heard of here has a known age.
          age_known: ageS !== null,
        },
      },
    ];
  });
  const reasons = [
    ...(known.value.complete ? [] : [incomplete]),
    ...(unheard(situation) === undefined ? [] : [unheard(situation)]),
  ];
  return { findings, ...(reasons.length > 0 && { skipped: reasons.join(' ') }) };
};

const leastBacklog = 20;
const messagesPerSlot = 10;
const oldS = 300;
const incomplete = 'The broker does not list all of its queues: only those that are named here or consumed were looked at.';

export const consumedQueues = ({ survey }: Pick<Situation, 'survey'>): ReadonlySet<string> =>
  new Set(survey.workers.flatMap(({ queues }) => (queues ?? []).map(({ name }) => name)));

// A message with a time to come, or one that is tried again, has not waited since it was sent.
const ageOf = ({ queue: { next, nextSentAtMs }, nowMs }: { queue: LoadedQueue; nowMs: number }): number | null =>
  nextSentAtMs === undefined || next?.task?.etaMs !== undefined || (next?.task?.retries ?? 0) > 0
    ? null
    : Math.max(0, Math.round((nowMs - nextSentAtMs) / 1_000));

// A command to type shows a name only where it is one.
const plainOr = (name: string): string => (/^[\w.@:-]{1,80}$/.test(name) ? name : 'of that name');
