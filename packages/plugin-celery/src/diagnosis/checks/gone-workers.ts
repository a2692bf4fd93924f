import { amount } from '../../text/amount.ts';
import { isoTime } from '../../text/iso-time.ts';
import { quotedList } from '../../text/quoted-list.ts';
import { doesNotApply, type Outcome, skip, some } from '../finding.ts';
import { isKnown, type Situation, unheard } from '../situation.ts';

/** Workers that the broker remembers and that are gone. */
export const goneBindings = ({ bound, coverage, stats, survey }: Situation): Outcome => {
  if (!isKnown(bound)) return skip(bound.unknown);
  const online = new Set([...stats.answers.keys(), ...survey.workers.map(({ name }) => name), ...coverage.silent]);
  const missing = bound.value.filter((name) => !online.has(name)).toSorted();
  if (missing.length === 0) return { findings: [] };
  // A silent worker without a known name may be one of them.
  if (coverage.known > online.size)
    return skip('A silent worker whose name is not known may be among those that the broker remembers.');
  return {
    findings: [
      {
        severity: 'info',
        code: 'gone_worker',
        what: `The broker remembers ${amount({ count: missing.length, one: 'worker that is', many: 'workers that are' })} gone: ${quotedList(missing)}.`,
        why: 'They ended without saying goodbye, as after a crash or kill -9. What they had taken is given to others later, or was lost.',
        fix: 'Nothing for the record itself. If one of them should be there, start it; get_task_status says what became of a task.',
        facts: { workers: some(missing) },
      },
    ],
  };
};

/** Messages that were taken by workers that are gone. */
export const heldByNobody = (situation: Situation): Outcome => {
  const { held, kind } = situation;
  if (kind === 'rabbitmq') return doesNotApply('RabbitMQ gives messages to another worker as soon as one is gone.');
  if (!isKnown(held)) return skip(held.unknown);
  const silence = unheard(situation);
  const orphans = held.value.filter(({ isWithWorker }) => isWithWorker === false);
  if (orphans.length === 0) return { findings: [], ...unsure(situation) };
  if (silence !== undefined)
    return skip(
      `${amount({ count: orphans.length, one: 'message is', many: 'messages are' })} with no worker that answered. ${silence}`,
    );
  const times = orphans.flatMap(({ held: { redeliveredAtMs } }) => redeliveredAtMs ?? []);
  const next = times.length === 0 ? undefined : Math.min(...times);
  return {
    findings: [
      {
        severity: 'warning',
        code: 'held_by_gone_worker',
        what: `${amount({ count: orphans.length, one: 'message was', many: 'messages were' })} taken by a worker that is gone, and not given back.`,
        why: 'Redis gives them to another worker when the visibility timeout is over, not before.',
        fix: 'Wait, or lower visibility_timeout of the workers for the next time. Workers look for such messages as they start and then every few minutes.',
        facts: {
          messages: orphans.length,
          redelivered_from: isoTime(next),
          redelivered_until: isoTime(times.length === 0 ? undefined : Math.max(...times)),
          tasks: orphans.slice(0, 20).map(({ held: { task, queue, redeliveredAtMs } }) => ({
            task_id: task.taskId,
            task_name: task.taskName,
            queue,
            redelivered_at: isoTime(redeliveredAtMs),
          })),
        },
      },
    ],
    ...unsure(situation),
  };
};

/** Workers keep quiet about what they hold back. */
const unsure = ({ held }: Situation): Pick<Outcome, 'skipped'> => {
  const count = isKnown(held) ? held.value.filter(({ isWithWorker }) => isWithWorker === undefined).length : 0;
  return count === 0
    ? {}
    : {
        skipped: `${amount({ count, one: 'message is', many: 'messages are' })} of tasks with a rate limit; workers do not tell which of those they hold.`,
      };
};
