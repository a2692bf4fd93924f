import type { Assurance, JsonObject, Preview } from '@lineclear/core/plugin';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { refuseTypedValues } from '../protocol/typed-value.ts';
import type { TaskRoute } from '../routing/route-task.ts';
import { routeTask } from '../routing/route-task.ts';
import type { WorkerSurvey } from '../routing/worker-survey.ts';
import { surveyWorkers } from '../routing/worker-survey.ts';
import { quotedList } from '../text/quoted-list.ts';
import { redactArguments } from '../text/redact-arguments.ts';
import type { ChainCall, ChainGuard, ChainStep } from './chain-plan.ts';
import { stepsOf } from './chain-plan.ts';
import { coverage } from './preview-start.ts';
import { brokerPriority } from './priority.ts';
import { checkParams } from './task-params.ts';

/** Says what would be sent where, step by step, and what stands in the way. Sends nothing. */
export const previewChain = async (call: ChainCall): Promise<Preview<ChainGuard>> => {
  const { input, reader, profile, principal, clock, signal, state } = call;
  const { mode } = input;
  refuseChord(call);
  const steps = stepsOf({ input, reader });
  const count = steps.length;
  await checkLimits({ reader, ledger: ledgerOf(state), principal: principal.id, count, nowMs: clock.now(), signal });
  const survey = await surveyWorkers({ reader, signal });
  const looked: LookedStep[] = [];
  for (const [index, step] of steps.entries()) looked.push(await lookAt({ step, index, call, survey }));
  const refused = looked.find(({ route }) => route.problem !== undefined && !(input.allow_unconsumed && route.canWait));
  const approval = strictest(steps.flatMap(({ target }) => target.type?.approval ?? []));
  return {
    description: `Start ${count} tasks (${profile.name}), ${words[mode]}: ${quotedList(steps.map(({ target }) => target.label))}.`,
    guard: { steps: looked.map(({ guard }) => guard) },
    details: { mode, steps: looked.map(({ shown }) => shown), workers: coverage(survey) },
    warnings: looked.flatMap(({ warnings }) => warnings),
    ...(refused !== undefined && { refusal: refused.route.problem }),
    ...(approval !== undefined && { approval }),
  };
};

const words = {
  chain: 'one after another',
  group: 'side by side',
  chord: 'side by side and the last one after the others',
} as const;

interface LookedStep {
  readonly route: TaskRoute;
  readonly guard: ChainGuard['steps'][number];
  readonly shown: JsonObject;
  readonly warnings: readonly string[];
}

const lookAt = async ({
  step: { target, request, takesResult },
  index,
  call: { reader, input, signal },
  survey,
}: {
  step: ChainStep;
  index: number;
  call: ChainCall;
  survey: WorkerSurvey;
}): Promise<LookedStep> => {
  const { type, taskName } = target;
  const { params, warnings } = await checkParams({ target, params: request.params, reader });
  refuseTypedValues({ value: params, at: `steps.${index}.params` });
  const route = await routeTask({ reader, survey, taskName, asked: request.queue, type, signal });
  const priority = brokerPriority({
    level: type?.priority,
    reader,
    queue: route.queue,
    maxPriority: route.maxPriority,
  });
  const doubts = route.problem !== undefined && input.allow_unconsumed ? [route.problem.message] : [];
  const found = [
    ...warnings,
    ...(takesResult && type !== undefined ? [resultUnchecked] : []),
    ...doubts,
    ...route.warnings,
    ...route.notes,
  ];
  return {
    route,
    guard: { task_name: taskName, queue: route.queue, verdict: route.verdict, priority: priority.value ?? null },
    shown: {
      task_type: target.label,
      task_name: taskName,
      params: redactArguments(params),
      queue: route.queue,
      queue_from: route.source,
      runs_on: [...route.workers],
      takes_result_before: takesResult,
      expected_duration: type?.expectedDuration?.text ?? null,
    },
    warnings: found.map((warning) => `Step ${index + 1}, ${quoted(target.label)}: ${warning}`),
  };
};

const resultUnchecked = 'It gets a result as first argument, which is not compared with the schema of the catalogue.';

/** The end of a chord needs a result backend that counts its parts. */
const refuseChord = ({ input: { mode }, reader: { results } }: ChainCall): void => {
  if (mode !== 'chord' || results.kind === 'redis') return;
  throw new LineclearError(
    'unsupported',
    `A chord needs results in Redis; this profile has ${results.kind === 'rpc' ? 'rpc://' : 'none'}.`,
    {
      hint: 'Use mode: group, wait for its tasks, and start the last one then.',
      details: { reason: 'no_chords', results: results.kind },
    },
  );
};

const order: readonly Assurance[] = ['model', 'client', 'human'];

const strictest = (approvals: readonly Assurance[]): Assurance | undefined => order.findLast((one) => approvals.includes(one));
