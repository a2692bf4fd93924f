import { quoted } from '@lineclear/core/plugin';
import { checkRoute } from '../../routing/check-route.ts';
import { resolveQueue } from '../../routing/resolve-queue.ts';
import { quotedList } from '../../text/quoted-list.ts';
import { doesNotApply, type Finding, type Outcome, skip, some } from '../finding.ts';
import { isKnown, type Situation, unheard } from '../situation.ts';

/** Types of the catalogue that no worker would run. */
export const unrunnable = (situation: Situation): Outcome => {
  const { catalogue, survey, rules, coverage } = situation;
  if (catalogue === undefined) return doesNotApply('There is no catalogue.');
  if (coverage.known === 0) return skip('No worker is connected: none of the types runs now.');
  const checked = [...catalogue.types.values()].map((type) => {
    const { queue } = resolveQueue({ taskName: type.taskName, type, rules, survey });
    return {
      type,
      queue,
      verdict: checkRoute({ taskName: type.taskName, queue, survey, consumers: consumersOf({ situation, queue }) }).verdict,
    };
  });
  const findings = checked.flatMap(({ type, queue, verdict }): Finding[] => {
    if (verdict !== 'no_consumer' && verdict !== 'not_registered') return [];
    const facts = { task_type: type.id, task_name: type.taskName, queue };
    return [
      verdict === 'no_consumer'
        ? {
            severity: 'warning',
            code: 'type_without_consumer',
            what: `No worker consumes the queue ${quoted(queue)} of the task type ${type.id}.`,
            why: 'It cannot be started; a task of it would wait for ever.',
            fix: 'Start a worker for this queue, or correct queue of the type in the catalogue.',
            facts,
          }
        : {
            severity: 'warning',
            code: 'type_not_registered',
            what: `The workers of the queue ${quoted(queue)} do not know ${quoted(type.taskName)}, the task of the type ${type.id}.`,
            why: 'It cannot be started; a task of it would fail or vanish.',
            fix: 'Correct task of the type in the catalogue, or restart the workers with the code that has it.',
            facts,
          },
    ];
  });
  const isOpen = checked.some(({ verdict }) => verdict === 'workers_silent');
  return { findings, ...(isOpen && { skipped: unheard(situation) ?? 'Not every worker told everything.' }) };
};

/** Tasks that some workers of their queue do not know. */
export const halfKnown = (situation: Situation): Outcome => {
  const { survey, rules, catalogue } = situation;
  const types = new Map([...(catalogue?.types.values() ?? [])].map((type) => [type.taskName, type]));
  const tasks = new Set(survey.workers.flatMap((worker) => [...(worker.tasks ?? [])]));
  const strangers = new Map<string, { queue: string; workers: readonly string[]; tasks: string[] }>();
  for (const taskName of tasks) {
    const { queue } = resolveQueue({ taskName, type: types.get(taskName), rules, survey });
    const consuming = survey.workers.filter(({ queues }) => queues?.some(({ name }) => name === queue) === true);
    const ignorant = consuming.filter((worker) => worker.tasks?.has(taskName) === false).map(({ name }) => name);
    if (ignorant.length === 0 || ignorant.length === consuming.length) continue;
    const key = JSON.stringify([queue, ignorant]);
    const found = strangers.get(key) ?? { queue, workers: ignorant, tasks: [] };
    found.tasks.push(taskName);
    strangers.set(key, found);
  }
  const findings = [...strangers.values()].map(({ queue, workers, tasks: names }): Finding => ({
    severity: 'warning',
    code: 'task_not_on_all_consumers',
    what: `${quotedList(workers)} ${workers.length === 1 ? 'consumes' : 'consume'} the queue ${quoted(queue)} and ${workers.length === 1 ? 'does' : 'do'} not know ${names.length} of its tasks: ${quotedList(names.toSorted())}.`,
    why: 'Such a task fails (NotRegistered) or vanishes whenever one of these workers takes it, so it fails now and then.',
    fix: 'Restart these workers with the same code as the others, or give them queues of their own.',
    facts: { queue, workers: some(workers), tasks: some(names.toSorted()) },
  }));
  return { findings, skipped: unheard(situation) };
};

/** Priorities on queues that do not sort by them. */
export const priorities = (situation: Situation): Outcome => {
  const { kind, catalogue, survey, rules, queues } = situation;
  if (kind === 'redis') return doesNotApply('Queues on Redis sort by priority in any case.');
  if (catalogue === undefined) return doesNotApply('There is no catalogue, so no type has a priority.');
  if (!isKnown(queues)) return skip(queues.unknown);
  const sorted = new Map(queues.value.queues.map(({ name, maxPriority }) => [name, maxPriority]));
  const declared = survey.workers.flatMap((worker) => worker.queues ?? []);
  const isSorted = (queue: string): boolean =>
    sorted.get(queue) !== undefined || declared.some(({ name, maxPriority }) => name === queue && maxPriority !== undefined);
  const flat = [...catalogue.types.values()]
    .filter(({ priority }) => priority === 'high' || priority === 'low')
    .map((type) => ({ id: type.id, queue: resolveQueue({ taskName: type.taskName, type, rules, survey }).queue }))
    .filter(({ queue }) => !isSorted(queue));
  if (flat.length === 0) return { findings: [] };
  const names = [...new Set(flat.map(({ queue }) => queue))];
  return {
    findings: [
      {
        severity: 'info',
        code: 'priority_without_effect',
        what: `${flat.length} task types have a priority, and their queues have no x-max-priority: ${quotedList(names)}.`,
        why: 'RabbitMQ serves such a queue in the order of arrival.',
        fix: "Declare the queues with queue_arguments={'x-max-priority': 10}; an existing queue has to be deleted first.",
        facts: { task_types: some(flat.map(({ id }) => id)), queues: some(names) },
      },
    ],
  };
};

const consumersOf = ({ situation: { queues }, queue }: { situation: Situation; queue: string }): number | undefined =>
  isKnown(queues) ? queues.value.queues.find(({ name }) => name === queue)?.consumers : undefined;
