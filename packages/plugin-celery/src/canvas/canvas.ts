import { LineclearError } from '@lineclear/core/plugin';
import type { TaskOrder } from '../protocol/build-message.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import type { TaskMessage } from '../protocol/message.ts';
import { refuseTypedValues } from '../protocol/typed-value.ts';
import type { Step } from './signature.ts';
import { toSignature } from './signature.ts';

/** What all messages of a canvas share. */
export interface CanvasOrder extends Pick<TaskOrder, 'origin' | 'replyTo' | 'etaMs' | 'expiresMs' | 'stamps'> {}

/** A message to publish, and the queue if its step names one. */
export interface Outgoing {
  readonly message: TaskMessage;
  readonly queue: string | undefined;
}

/**
 * One message that makes workers run the steps one after another. Each step gets the result of the one before as its first
 * argument unless it is immutable; after a failure the rest does not run.
 */
export const buildChain = ({ steps, ...order }: { steps: readonly Step[] } & CanvasOrder): Outgoing => {
  const [first, ...rest] = checked(steps);
  if (first === undefined) throw empty('chain');
  const replyTo = order.replyTo ?? first.taskId;
  // Workers take the next step from the end of the list.
  const chain = rest.map((step) => toSignature({ step, replyTo })).toReversed();
  return toOutgoing({ step: first, order: { ...order, replyTo, follow: { chain } } });
};

/** One message per step; workers run them side by side. */
export const buildGroup = ({
  steps,
  groupId,
  ...order
}: { steps: readonly Step[]; groupId: string } & CanvasOrder): readonly Outgoing[] => {
  if (steps.length === 0) throw empty('group');
  return checked(steps).map((step, index) => toOutgoing({ step, order: { ...order, group: { id: groupId, index } } }));
};

/**
 * A group whose results, in the order of its steps, become the first argument of the body. The result backend must be told the
 * size of the header before it is sent (`prepareChord`). When a step fails, the body fails with a ChordError and does not run.
 */
export const buildChord = ({
  header,
  body,
  groupId,
  ...order
}: { header: readonly Step[]; body: Step; groupId: string } & CanvasOrder): readonly Outgoing[] => {
  if (header.length === 0) throw empty('chord');
  checked([body]);
  return checked(header).map((step, index) => {
    const replyTo = order.replyTo ?? step.taskId;
    const chord = { ...toSignature({ step: body, replyTo }), chord_size: header.length };
    return toOutgoing({ step, order: { ...order, replyTo, group: { id: groupId, index }, follow: { chord } } });
  });
};

const toOutgoing = ({ step, order }: { step: Step; order: Omit<TaskOrder, keyof Step> }): Outgoing => {
  const { queue, immutable: _, ...task } = step;
  return { message: buildTaskMessage({ ...order, ...task }), queue };
};

const checked = (steps: readonly Step[]): readonly Step[] => {
  for (const [index, { args, kwargs }] of steps.entries()) {
    refuseTypedValues({ value: args, at: `steps.${index}.args` });
    refuseTypedValues({ value: kwargs, at: `steps.${index}.kwargs` });
  }
  return steps;
};

const empty = (what: string): LineclearError =>
  new LineclearError('invalid_input', `A ${what} needs at least one task.`, { details: { reason: 'empty_canvas' } });
