import type { CallContext, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { mayReadResult } from '../access/may-read.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkArguments } from '../limits/check-limits.ts';
import { isWireObject, type WireObject } from '../protocol/wire-value.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import { startAnswer } from '../start/start-request.ts';
import type { TaskTarget } from '../start/task-target.ts';
import { targetOf } from '../start/task-target.ts';
import type { Evidence } from '../tasks/evidence.ts';
import { gatherEvidence } from '../tasks/gather.ts';
import type { Judgement } from '../tasks/judge.ts';
import { judge } from '../tasks/judge.ts';
import type { KnownTask } from './known-arguments.ts';
import { knownTask, taskNameOf } from './known-arguments.ts';
import { argumentsUnknown, notYours, retryProblem } from './retry-problem.ts';

export const retryRequest = z.strictObject({
  task_id: z.string().min(1).max(255).describe('The task that ended'),
  queue: z.string().min(1).max(255).optional().describe('Where it ran when absent'),
  allow_unconsumed: z.boolean().default(false).describe('Even if no worker would run it'),
});

/** The answer to a start, and which task was started again. */
export const retryAnswer = startAnswer.extend({ retry_of: z.string() });
export type RetryAnswer = z.output<typeof retryAnswer>;

/** What every step of a retry is given. */
export interface RetryCall extends Pick<CallContext, 'profile' | 'principal' | 'signal' | 'clock' | 'state'> {
  readonly input: z.output<typeof retryRequest>;
  readonly reader: CeleryReader;
}

/** What decides over a retry; null where it is refused. */
export interface RetryGuard {
  readonly state: string;
  readonly arguments: string | null;
  readonly queue: string | null;
  readonly verdict: string | null;
  /** In the broker's own numbering. */
  readonly priority: number | null;
}

/** A task that may be started again, and how it was. */
export interface Former {
  readonly evidence: Evidence;
  readonly judgement: Judgement;
  readonly task: KnownTask;
  readonly target: TaskTarget;
}

/** One that cannot, as things are. */
export interface Refused {
  readonly judgement: Judgement;
  readonly refusal: LineclearError;
}

/** Finds the former task and its arguments. Throws where the caller or the profile may not start it. */
export const findFormer = async (call: RetryCall): Promise<Former | Refused> => {
  const { input, reader, profile, principal, signal, clock, state } = call;
  const evidence = await gatherEvidence({ reader, ledger: ledgerOf(state), taskId: input.task_id, signal, clock });
  const judgement = judge(evidence);
  const problem = retryProblem({ evidence, judgement });
  if (problem !== undefined) return { judgement, refusal: problem };
  if (!mayReadResult({ rules: reader.rules, profile, principal, ledger: evidence.ledger })) throw notYours();
  const task = knownTask(evidence);
  if (task === undefined) {
    const refusal = argumentsUnknown({ taskName: taskNameOf(evidence), taskType: evidence.ledger?.task_type });
    return { judgement, refusal };
  }
  const target = targetOf({ taskType: task.taskName, reader });
  await checkArgumentsOf({ task, target, reader });
  return { evidence, judgement, task, target };
};

/** The approver is named anew. */
export const kwargsOf = ({ task, target, approver }: Pick<Former, 'task' | 'target'> & { approver: string }): WireObject => {
  const name = target.type?.approverParam;
  return name === undefined ? task.kwargs : { ...task.kwargs, [name]: approver };
};

// What the catalogue asks for today holds, as far as arguments have names; they are sent as they were.
const checkArgumentsOf = async ({
  task: { args, kwargs },
  target: { type },
  reader: { catalogue, rules },
}: Pick<Former, 'task' | 'target'> & { reader: CeleryReader }): Promise<void> => {
  const plain = toPlainJson(kwargs);
  checkArguments({ params: { args: toPlainJson(args), kwargs: plain }, limit: rules.limits.argument_bytes });
  if (type === undefined || catalogue === undefined || args.length > 0 || !isWireObject(plain)) return;
  const params = Object.fromEntries(Object.entries(plain).filter(([name]) => name !== type.approverParam));
  await catalogue.checkParams({ type, params });
};
