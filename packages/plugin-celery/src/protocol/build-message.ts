import { LineclearError } from '@lineclear/core/plugin';
import type { TaskMessage } from './message.ts';
import { pythonRepr } from './python-repr.ts';
import { refuseTypedValues } from './typed-value.ts';
import type { WireObject, WireValue } from './wire-value.ts';
import { writeJson } from './write-json.ts';

/** Everything that a task message says. Times are milliseconds since the epoch, limits seconds. */
export interface TaskOrder {
  readonly taskName: string;
  readonly taskId: string;
  readonly args: readonly WireValue[];
  readonly kwargs: WireObject;
  /** Who sends, as workers show it, such as `lineclear@host`. */
  readonly origin: string;
  /** From the result backend; the task's id serves where it needs none. */
  readonly replyTo?: string | undefined;
  readonly etaMs?: number | undefined;
  readonly expiresMs?: number | undefined;
  readonly hardLimitS?: number | undefined;
  readonly softLimitS?: number | undefined;
  /** In the broker's own numbering. */
  readonly priority?: number | undefined;
  readonly rootId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly group?: { readonly id: string; readonly index: number } | undefined;
  readonly stamps?: Readonly<Record<string, string>> | undefined;
  /** Signatures to run after this task. `chain` is in wire order: the last one runs next. */
  readonly follow?:
    | {
        readonly callbacks?: readonly WireValue[] | undefined;
        readonly errbacks?: readonly WireValue[] | undefined;
        readonly chain?: readonly WireValue[] | undefined;
        readonly chord?: WireValue | undefined;
      }
    | undefined;
  /** `keep` only for arguments that came out of a message or record of Celery's own. */
  readonly typedValues?: 'refuse' | 'keep';
}

/** Builds a protocol 2 message. Throws `invalid_input` for arguments that workers would misread. */
export const buildTaskMessage = (order: TaskOrder): TaskMessage => {
  if (order.typedValues !== 'keep') {
    refuseTypedValues({ value: order.args, at: 'args' });
    refuseTypedValues({ value: order.kwargs, at: 'kwargs' });
  }
  checkLimits(order);
  const { follow = {} } = order;
  const embed: WireObject = {
    callbacks: follow.callbacks ?? null,
    errbacks: follow.errbacks ?? null,
    chain: follow.chain ?? null,
    chord: follow.chord ?? null,
  };
  return {
    headers: {
      lang: 'py',
      task: order.taskName,
      id: order.taskId,
      shadow: null,
      eta: toIso(order.etaMs),
      expires: toIso(order.expiresMs),
      group: order.group?.id ?? null,
      group_index: order.group?.index ?? null,
      retries: 0,
      timelimit: [order.hardLimitS ?? null, order.softLimitS ?? null],
      root_id: order.rootId ?? order.taskId,
      parent_id: order.parentId ?? null,
      argsrepr: pythonRepr({ value: order.args }),
      kwargsrepr: pythonRepr({ value: order.kwargs }),
      origin: order.origin,
      // Overrides a task that keeps no results: without a record nobody can tell what became of it.
      ignore_result: false,
      replaced_task_nesting: 0,
      stamped_headers: order.stamps === undefined ? null : Object.keys(order.stamps),
      stamps: order.stamps ?? {},
    },
    replyTo: order.replyTo ?? order.taskId,
    priority: order.priority,
    body: writeJson([order.args, order.kwargs, embed]),
  };
};

const checkLimits = ({ hardLimitS, softLimitS }: TaskOrder): void => {
  if (hardLimitS === undefined || softLimitS === undefined || softLimitS < hardLimitS) return;
  throw new LineclearError(
    'invalid_input',
    `A soft limit of ${softLimitS} s never strikes before the hard limit of ${hardLimitS} s.`,
    {
      hint: 'Give a soft limit below the hard one.',
      details: { reason: 'time_limits' },
    },
  );
};

const toIso = (timeMs: number | undefined): string | null => (timeMs === undefined ? null : new Date(timeMs).toISOString());
