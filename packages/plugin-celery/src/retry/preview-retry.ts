import { quoted } from '@lineclear/core/plugin';
import type { Preview } from '@lineclear/core/plugin';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import type { WireObject } from '../protocol/wire-value.ts';
import { routeTask } from '../routing/route-task.ts';
import { surveyWorkers } from '../routing/worker-survey.ts';
import { coverage } from '../start/preview-start.ts';
import { brokerPriority } from '../start/priority.ts';
import { isoTime } from '../text/iso-time.ts';
import { quotedList } from '../text/quoted-list.ts';
import { redactArguments } from '../text/redact-arguments.ts';
import { argumentsDigest } from './known-arguments.ts';
import type { Former, Refused, RetryCall, RetryGuard } from './retry-call.ts';
import { findFormer } from './retry-call.ts';

/** Says which task would be started again with what, and who would run it. Sends nothing. */
export const previewRetry = async (call: RetryCall): Promise<Preview<RetryGuard>> => {
  const { input, reader, principal, profile, clock, signal } = call;
  const former = await findFormer(call);
  if ('refusal' in former) return refused(former);
  const { task, target, judgement } = former;
  await checkLimits({ reader, ledger: ledgerOf(call.state), principal: principal.id, nowMs: clock.now(), signal });
  const survey = await surveyWorkers({ reader, signal });
  const asked = input.queue ?? task.queue;
  const route = await routeTask({ reader, survey, taskName: task.taskName, asked, type: target.type, signal });
  const priority = brokerPriority({ level: target.type?.priority, reader, queue: route.queue, maxPriority: route.maxPriority });
  const by = route.workers.length === 0 ? 'no worker is known to run it' : `${quotedList(route.workers)} may run it`;
  return {
    description: `Start ${quoted(target.label)} again, as a new task (${profile.name}): ${by}.`,
    guard: {
      state: judgement.state,
      arguments: argumentsDigest(task),
      queue: route.queue,
      verdict: route.verdict,
      priority: priority.value ?? null,
    },
    before: { task_id: input.task_id, state: judgement.state, completed_at: isoTime(judgement.doneAtMs) },
    details: {
      task_type: target.label,
      task_name: task.taskName,
      args: redactArguments(toPlainJson(task.args)),
      kwargs: redactArguments(toPlainJson(withoutApprover({ kwargs: task.kwargs, name: target.type?.approverParam }))),
      arguments_from: task.source,
      ...(target.type?.approverParam !== undefined && { filled_with_the_approver: target.type.approverParam }),
      queue: route.queue,
      queue_from: input.queue === undefined && task.queue !== undefined ? 'former_task' : route.source,
      runs_on: route.workers,
      workers: coverage(survey),
      priority: target.type?.priority ?? null,
    },
    warnings: [
      ...warningsAbout(former),
      ...(route.problem !== undefined && input.allow_unconsumed ? [route.problem.message] : []),
      ...route.warnings,
      ...route.notes,
    ],
    ...(route.problem !== undefined && !(input.allow_unconsumed && route.canWait) && { refusal: route.problem }),
    ...(target.type !== undefined && { approval: target.type.approval }),
  };
};

/** Who approved the former task does not approve this one. */
const withoutApprover = ({ kwargs, name }: { kwargs: WireObject; name: string | undefined }): WireObject =>
  Object.fromEntries(Object.entries(kwargs).filter(([key]) => key !== name));

const refused = ({ judgement: { state }, refusal }: Refused): Preview<RetryGuard> => ({
  description: 'Start it again.',
  guard: { state, arguments: null, queue: null, verdict: null, priority: null },
  refusal,
});

const warningsAbout = ({ evidence: { held, record }, judgement, task, target }: Former): readonly string[] => [
  ...(judgement.state === 'success' ? ['It succeeded: its work is done a second time.'] : []),
  ...(judgement.state === 'lost' ? ['How far it came is not known: part of its work may be done a second time.'] : []),
  ...(target.type !== undefined && task.args.length > 0
    ? ['It has arguments without names, which are not compared with the schema of the catalogue.']
    : []),
  ...(held === undefined ? [] : [redelivery(held.redeliveredAtMs)]),
  ...(record.kind === 'found' && record.result.groupId !== undefined
    ? ['It was part of a group: what waits for that group does not wait for the new task.']
    : []),
  'What was to follow the former task does not follow the new one.',
];

const redelivery = (atMs: number | undefined): string => {
  const at = isoTime(atMs);
  return `The broker still has its message and may give it to a worker${at === null ? '' : ` at ${at}`}: then it runs once more. cancel_task keeps it from that.`;
};
