import type { WireObject, WireValue } from '../protocol/wire-value.ts';

/** A task that runs later, sent by a worker: one step of a chain, or the body of a chord. */
export interface Step {
  readonly taskName: string;
  readonly taskId: string;
  readonly args: readonly WireValue[];
  readonly kwargs: WireObject;
  /** The worker's own routes decide when absent, which is right for most. */
  readonly queue?: string | undefined;
  /** In the broker's own numbering. */
  readonly priority?: number | undefined;
  /** True keeps the result of the step before out of the arguments. */
  readonly immutable?: boolean | undefined;
  readonly hardLimitS?: number | undefined;
  readonly softLimitS?: number | undefined;
}

/** A step as it stands on the wire. */
export const toSignature = ({ step, replyTo }: { step: Step; replyTo: string }): WireObject => ({
  task: step.taskName,
  args: step.args,
  kwargs: step.kwargs,
  options: {
    task_id: step.taskId,
    reply_to: replyTo,
    ...(step.queue !== undefined && { queue: step.queue }),
    ...(step.priority !== undefined && { priority: step.priority }),
    ...(step.hardLimitS !== undefined && { time_limit: step.hardLimitS }),
    ...(step.softLimitS !== undefined && { soft_time_limit: step.softLimitS }),
  },
  subtask_type: null,
  immutable: step.immutable ?? false,
});
