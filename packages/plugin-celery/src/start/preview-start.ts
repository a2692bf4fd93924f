import { quoted } from '@lineclear/core/plugin';
import type { Preview } from '@lineclear/core/plugin';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import type { TaskRoute } from '../routing/route-task.ts';
import { routeTask } from '../routing/route-task.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';
import { surveyWorkers } from '../routing/worker-survey.ts';
import { isoTime } from '../text/iso-time.ts';
import { quotedList } from '../text/quoted-list.ts';
import { redactArguments } from '../text/redact-arguments.ts';
import { brokerPriority } from './priority.ts';
import { keyReused } from './send-problems.ts';
import type { StartCall, StartGuard } from './start-call.ts';
import { orderOf } from './start-call.ts';
import { digestOf, keyedTaskId } from './start-identity.ts';
import { doubtParams, checkParams, withApprover } from './task-params.ts';
import { startedAlike } from './started-alike.ts';
import type { TaskTarget } from './task-target.ts';
import { targetOf } from './task-target.ts';
import { doubtLimits } from './time-limits.ts';
import { checkDelay, timesOf } from './times.ts';

/** Says what would be sent where, who would run it, and what stands in the way. Sends nothing. */
export const previewStart = async (call: StartCall): Promise<Preview<StartGuard>> => {
  const { input, reader, principal, clock, signal } = call;
  const target = targetOf({ taskType: input.task_type, reader });
  const { type, taskName } = target;
  const { params, warnings } = await checkParams({ target, params: input.params, reader });
  const known = await startedBefore({ call, target });
  const ledger = ledgerOf(call.state);
  if (known === undefined) await checkLimits({ reader, ledger, principal: principal.id, nowMs: clock.now(), signal });
  const survey = await surveyWorkers({ reader, signal });
  const route = await routeTask({ reader, survey, taskName, asked: input.queue, type, signal });
  const level = input.priority ?? type?.priority;
  const priority = brokerPriority({ level, reader, queue: route.queue, maxPriority: route.maxPriority });
  const nowMs = clock.now();
  const times = timesOf({ request: input, nowMs });
  const delayWarnings = checkDelay({ etaMs: times.etaMs, nowMs, reader, survey });
  const own = withApprover({ target, params, approver: '' });
  // Refuses here what could not be sent later.
  buildTaskMessage(
    orderOf({ request: input, target, params: own, priority: priority.value ?? null, times, taskId: '', replyTo: undefined }),
  );
  const digest = digestOf({ request: input, target });
  const alike = known === undefined ? await startedAlike({ ledger, principal: principal.id, digest, nowMs }) : undefined;
  const isRefused = route.problem !== undefined && !(input.allow_unconsumed && route.canWait) && known === undefined;
  return {
    description: describe({ call, target, route, etaMs: times.etaMs, taskId: known }),
    guard: { task_name: taskName, queue: route.queue, verdict: route.verdict, priority: priority.value ?? null },
    details: {
      task_type: target.label,
      task_name: taskName,
      params: redactArguments(params),
      ...(type?.approverParam !== undefined && { filled_with_the_approver: type.approverParam }),
      queue: route.queue,
      queue_from: route.source,
      waiting_before_it: route.info?.ready ?? (reader.broker.kind === 'redis' ? 0 : null),
      runs_on: route.workers,
      workers: coverage(survey),
      priority: level ?? null,
      expected_duration: type?.expectedDuration?.text ?? null,
      eta_at: isoTime(times.etaMs),
      expires_at: isoTime(times.expiresMs),
      ...(known !== undefined && { task_id: known }),
    },
    warnings: [
      ...(alike === undefined ? [] : [alike]),
      ...warnings,
      ...(route.problem !== undefined && input.allow_unconsumed ? [route.problem.message] : []),
      ...route.warnings,
      ...route.notes,
      // What the catalogue says is no news to the caller.
      ...(priority.warning === undefined || input.priority === undefined ? [] : [priority.warning]),
      ...delayWarnings,
      ...(await doubtLimits({ request: input, workers: route.workers, reader, signal })),
      ...(await doubtParams({ target, params, reader, signal })),
      ...(reader.results.kind === 'none' ? [noResults] : []),
    ],
    ...(isRefused && { refusal: route.problem }),
    ...(type !== undefined && { approval: type.approval }),
  };
};

const noResults = 'The profile reads no results: the task can be followed by workers, queues and events only.';

/** The id of the task that this idempotency key started before. Throws `conflict` when that was another one. */
const startedBefore = async ({ call, target }: { call: StartCall; target: TaskTarget }): Promise<string | undefined> => {
  const { input, profile, principal, state } = call;
  if (input.idempotency_key === undefined) return undefined;
  const taskId = keyedTaskId({ key: input.idempotency_key, profile, principal });
  const entry = await ledgerOf(state).get(taskId);
  if (entry === undefined) return undefined;
  if (entry.digest !== digestOf({ request: input, target })) throw keyReused(taskId);
  return entry.state === 'sent' ? taskId : undefined;
};

const describe = ({
  call: { input, profile },
  target,
  route,
  etaMs,
  taskId,
}: {
  call: StartCall;
  target: TaskTarget;
  route: TaskRoute;
  /** Undefined for a time that has passed: the task may run at once. */
  etaMs: number | undefined;
  taskId: string | undefined;
}): string => {
  if (taskId !== undefined) return `Answer with task ${taskId}, which this idempotency key started before; nothing is sent.`;
  const delay = input.countdown_s === undefined ? '' : ` in ${input.countdown_s} s`;
  const at = input.eta === undefined || etaMs === undefined ? '' : ` not before ${isoTime(etaMs) ?? input.eta}`;
  const by = route.workers.length === 0 ? 'no worker is known to run it' : `${quotedList(route.workers)} may run it`;
  return `Start ${quoted(target.label)} on the queue ${quoted(route.queue)} (${profile.name})${delay}${at}: ${by}.`;
};

/** How many workers an answer rests on. */
export const coverage = ({ workers, known, silent }: WorkerSurvey) => ({ known, answered: workers.length, silent });
