import { quoted } from '@lineclear/core/plugin';
import { checkRoute } from '../routing/check-route.ts';
import { resolveQueue } from '../routing/resolve-queue.ts';
import { tracesOf } from '../tasks/traces.ts';
import type { Evidence } from '../tasks/evidence.ts';
import type { Judgement } from '../tasks/judgement.ts';
import { amount } from '../text/amount.ts';
import { isoTime } from '../text/iso-time.ts';
import { quotedList } from '../text/quoted-list.ts';
import type { Situation } from './situation.ts';

/** Why one task is where it is, as sentences; the first is the nearest cause. */
export const explainTask = ({
  evidence,
  judgement,
  situation,
}: {
  evidence: Evidence;
  judgement: Judgement;
  situation: Situation;
}): readonly string[] => {
  const causes = causesOf({ evidence, judgement, situation });
  // Why it waits in a queue is said there with more names.
  const isSaid = judgement.state === 'queued' && causes.length > 0;
  return [...(judgement.reason === undefined || isSaid ? [] : [judgement.reason]), ...causes, ...judgement.notes];
};

const causesOf = ({
  evidence,
  judgement,
  situation,
}: {
  evidence: Evidence;
  judgement: Judgement;
  situation: Situation;
}): readonly string[] => {
  const { state, queue, worker } = judgement;
  switch (state) {
    case 'queued':
      return queue === undefined ? [] : whyQueued({ evidence, judgement, situation, queue });
    case 'reserved':
      return worker === undefined ? [] : [whyReserved({ situation, worker })];
    case 'scheduled':
    case 'retrying':
      return [
        `It waits for its time, ${isoTime(judgement.etaMs) ?? 'which is not known'}${judgement.retries === undefined ? '' : `; tried again ${judgement.retries} times so far`}.`,
      ];
    case 'running':
      return [
        `It runs${worker === undefined ? '' : ` on ${quoted(worker)}`} since ${isoTime(judgement.startedAtMs) ?? 'a time that is not known'}.`,
      ];
    case 'failure':
      return [`It ran and failed with ${quoted(judgement.error?.type ?? 'an unknown error')}; get_task_status shows more.`];
    case 'success':
      return ['It ran and succeeded.'];
    default:
      return [];
  }
};

const whyQueued = ({
  evidence,
  judgement: { ahead },
  situation,
  queue,
}: {
  evidence: Evidence;
  judgement: Judgement;
  situation: Situation;
  queue: string;
}): readonly string[] => {
  const taskName = tracesOf(evidence).taskName;
  if (taskName === undefined) return [];
  const { survey, rules, catalogue } = situation;
  const { verdict, problem, workers } = checkRoute({ taskName, queue, survey });
  const type = [...(catalogue?.types.values() ?? [])].find((one) => one.taskName === taskName);
  const usual = resolveQueue({ taskName, type, rules, survey }).queue;
  const misrouted =
    usual === queue || verdict === 'ready'
      ? []
      : [`Tasks of this name belong into the queue ${quoted(usual)}; this one was sent elsewhere.`];
  if (verdict !== 'ready') return [problem?.message ?? '', ...misrouted].filter(Boolean);
  const slots = workers.reduce((sum, name) => sum + (situation.stats.answers.get(name)?.concurrency ?? 1), 0);
  const busy = workers.reduce((sum, name) => sum + (situation.running.answers.get(name)?.length ?? 0), 0);
  return [
    `It waits in ${quoted(queue)}${ahead === undefined ? '' : ` behind ${amount({ count: ahead, one: 'other', many: 'others' })}`}; ${busy} of ${slots} processes of ${quotedList(workers)} are busy.`,
  ];
};

const whyReserved = ({ situation, worker }: { situation: Situation; worker: string }): string => {
  const running = situation.running.answers.get(worker)?.length;
  const slots = situation.stats.answers.get(worker)?.concurrency;
  const load = running === undefined || slots === undefined ? '' : `: ${running} of its ${slots} processes are busy`;
  return `${quoted(worker)} has taken it and no process is free for it${load}. No other worker can take it.`;
};
