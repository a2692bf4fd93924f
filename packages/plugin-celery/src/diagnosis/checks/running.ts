import { quoted } from '@lineclear/core/plugin';
import { quotedList } from '../../text/quoted-list.ts';
import { doesNotApply, type Finding, type Outcome } from '../finding.ts';
import { type Situation, unheard } from '../situation.ts';

/** Tasks that run longer than the catalogue expects. */
export const overdue = (situation: Situation): Outcome => {
  const { catalogue, running, nowMs } = situation;
  if (catalogue === undefined) return doesNotApply('Without a catalogue nothing says how long a task should take.');
  const expected = new Map([...catalogue.types.values()].map((type) => [type.taskName, type.expectedDuration?.maxS]));
  const findings = [...running.answers].flatMap(([worker, tasks]) =>
    tasks.flatMap(({ taskId, taskName, startedAtMs }): Finding[] => {
      const maxS = expected.get(taskName);
      const runtimeS = startedAtMs === undefined ? 0 : Math.round((nowMs - startedAtMs) / 1_000);
      if (maxS === undefined || runtimeS <= maxS) return [];
      return [
        {
          severity: 'warning',
          code: 'task_overdue',
          what: `A task ${quoted(taskName)} has run ${runtimeS} s on ${quoted(worker)}; ${maxS} s were expected at most.`,
          why: 'It may hang, and it keeps its process from others.',
          fix: 'See get_task_status for its progress; cancel_task ends it. A time limit in its app ends such tasks by itself.',
          facts: { task_id: taskId, task_name: taskName, worker, runtime_s: runtimeS, expected_s: maxS },
        },
      ];
    }),
  );
  return { findings, skipped: unheard(situation) };
};

/** A worker that has reserved messages while others of the same queue have nothing to do. */
export const hoarding = (situation: Situation): Outcome => {
  const { survey, reserved, running, scheduled, stats } = situation;
  const queuesOf = (name: string) => survey.workers.find((worker) => worker.name === name)?.queues ?? [];
  const isIdle = (name: string) =>
    running.answers.get(name)?.length === 0 && reserved.answers.get(name)?.length === 0 && stats.answers.has(name);
  const findings = [...reserved.answers].flatMap(([worker, tasks]): Finding[] => {
    const later = new Set(scheduled.answers.get(worker)?.map(({ taskId }) => taskId));
    const runningIds = new Set(running.answers.get(worker)?.map(({ taskId }) => taskId));
    const waiting = tasks.filter(({ taskId }) => !later.has(taskId) && !runningIds.has(taskId));
    const queues = new Set(waiting.flatMap(({ queue }) => queue ?? []));
    const idle = [...stats.answers.keys()].filter(
      (name) => name !== worker && isIdle(name) && queuesOf(name).some(({ name: queue }) => queues.has(queue)),
    );
    if (waiting.length === 0 || idle.length === 0) return [];
    const { prefetchCount, concurrency } = stats.answers.get(worker) ?? {};
    return [
      {
        severity: 'warning',
        code: 'prefetch_hoarding',
        what: `${quoted(worker)} has reserved ${waiting.length} tasks that wait, while ${quotedList(idle)} of the same queue ${idle.length === 1 ? 'is' : 'are'} idle.`,
        why: 'What one worker has reserved no other can take: short tasks wait behind long ones.',
        fix: 'Set worker_prefetch_multiplier = 1 (and task_acks_late where tasks may run twice), or start workers with -O fair.',
        facts: {
          worker,
          reserved: waiting.length,
          prefetch: prefetchCount ?? null,
          processes: concurrency ?? null,
          idle: idle.slice(0, 20),
        },
      },
    ];
  });
  return { findings, skipped: unheard(situation) };
};
