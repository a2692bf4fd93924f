import { quoted } from '@lineclear/core/plugin';
import { integer, object } from '../../protocol/field.ts';
import { isoTime } from '../../text/iso-time.ts';
import { doesNotApply, type Finding, type Outcome, skip } from '../finding.ts';
import { isKnown, settingsOf, type Situation, unheard } from '../situation.ts';

/** Tasks that wait for their time longer than a broker leaves a message with one worker. */
export const etaBeyondTimeout = (situation: Situation): Outcome => {
  const { kind, scheduled, nowMs } = situation;
  const waiting = [...scheduled.answers.values()].flat().filter(({ etaMs }) => etaMs !== undefined);
  const latest = waiting.toSorted((one, other) => (other.etaMs ?? 0) - (one.etaMs ?? 0))[0];
  const waitS = latest?.etaMs === undefined ? 0 : Math.round((latest.etaMs - nowMs) / 1_000);
  const timeoutS = kind === 'redis' ? visibilityTimeoutS(situation) : consumerTimeoutS;
  if (latest === undefined || waitS <= timeoutS) return { findings: [], skipped: unheard(situation) };
  const facts = {
    timeout_s: timeoutS,
    longest_wait_s: waitS,
    task_id: latest.taskId,
    task_name: latest.taskName,
    eta_at: isoTime(latest.etaMs),
  };
  const what = `A task ${quoted(latest.taskName)} waits ${waitS} s for its time with a worker, longer than the ${timeoutS} s that the broker leaves it there.`;
  const redis: Finding = {
    severity: 'critical',
    code: 'eta_beyond_visibility_timeout',
    what,
    why: 'Redis gives the message to a second worker meanwhile, so the task runs more than once.',
    fix: 'Raise visibility_timeout in broker_transport_options of all workers above the longest wait, or send such tasks later (beat).',
    facts,
  };
  const rabbitmq: Finding = {
    severity: 'warning',
    code: 'eta_beyond_consumer_timeout',
    what,
    why: "RabbitMQ closes the worker's channel after its consumer_timeout, of which this is the default, and delivers the message again.",
    fix: 'Raise consumer_timeout of RabbitMQ above the longest wait, or send such tasks later (beat).',
    facts,
  };
  return { findings: [kind === 'redis' ? redis : rabbitmq], skipped: unheard(situation) };
};

/** Our idea of the visibility timeout, against that of the workers. */
export const visibilityTimeout = (situation: Situation): Outcome => {
  if (situation.kind !== 'redis') return doesNotApply('RabbitMQ has no visibility timeout.');
  const ours = situation.rules.visibility_timeout_s ?? defaultTimeoutS;
  const theirs = timeoutsOf(situation);
  const others = theirs.filter(({ timeoutS }) => timeoutS !== ours);
  if (others.length === 0) return { findings: [], skipped: unheard(situation) };
  return {
    findings: [
      {
        severity: 'info',
        code: 'visibility_timeout_differs',
        what: `Workers have a visibility timeout of ${[...new Set(others.map(({ timeoutS }) => timeoutS))].join(', ')} s; this profile reckons with ${ours} s.`,
        why: 'The times at which messages of a worker that is gone come back are told wrong.',
        fix: 'Set visibility_timeout_s of the profile to that of the workers, and give all workers the same.',
        facts: {
          profile_s: ours,
          workers: Object.fromEntries(theirs.slice(0, 20).map(({ name, timeoutS }) => [name, timeoutS])),
        },
      },
    ],
    skipped: unheard(situation),
  };
};

/** Redis may throw queues away when its memory is full. */
export const eviction = ({ kind, health }: Situation): Outcome => {
  if (kind !== 'redis') return doesNotApply('RabbitMQ evicts nothing.');
  if (!isKnown(health)) return skip(health.unknown);
  const policy = health.value['maxmemory_policy'];
  if (policy === undefined) return skip('Redis does not say what it does when its memory is full.');
  if (!String(policy).startsWith('allkeys-')) return { findings: [] };
  return {
    findings: [
      {
        severity: 'critical',
        code: 'eviction_drops_queues',
        what: `Redis has the eviction policy ${String(policy)}: when its memory is full it deletes whole queues.`,
        why: 'Tasks, bindings of queues and results vanish without a trace.',
        fix: 'CONFIG SET maxmemory-policy noeviction on the broker, or keep the cache in a Redis of its own.',
        facts: { maxmemory_policy: policy, used_memory: health.value['used_memory_human'] ?? null },
      },
    ],
  };
};

const defaultTimeoutS = 3_600;
// RabbitMQ's default since 3.8.17: half an hour. What a server has instead it tells nobody but its operator.
const consumerTimeoutS = 1_800;

const timeoutsOf = (situation: Situation) =>
  settingsOf(situation).map(({ name, conf }) => ({
    name,
    timeoutS: integer(object(conf['broker_transport_options'])?.['visibility_timeout']) ?? defaultTimeoutS,
  }));

/** The shortest counts: every worker gives back what is older than its own. */
const visibilityTimeoutS = (situation: Situation): number =>
  Math.min(
    ...timeoutsOf(situation).map(({ timeoutS }) => timeoutS),
    situation.rules.visibility_timeout_s ?? Number.POSITIVE_INFINITY,
  );
