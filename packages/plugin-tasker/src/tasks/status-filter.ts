import type { Task } from '../schemas/task.ts';
import { type TaskState, taskStates } from '../schemas/states.ts';

/** What a caller may ask for: a real state, the server's own word for `complete`, or everything that is not done. */
export const statusWords = [...taskStates, 'completed', 'incomplete'] as const;
type StatusWord = (typeof statusWords)[number];

/** `incomplete` counts `error` in: such a task did not do its work, although the server never touches it again. */
const doneStates: readonly TaskState[] = ['complete', 'cancelled', 'resolved_manually'];

export interface StatusFilter {
  readonly states: ReadonlySet<string>;
  /** The narrowest filter of the server that holds all of them. */
  readonly listed: ListedStatus | undefined;
}
export type ListedStatus = 'completed' | 'pending';

/**
 * The states behind a caller's words. The server's `completed` is exactly the state `complete`: it filters by a flag that only the
 * transition to `complete` sets, and its `pending` is every other state (tasker-shared, state_machine/actions.rs and models/core/task.rs).
 */
export const toStatusFilter = (words: readonly StatusWord[]): StatusFilter => {
  const states = new Set(words.flatMap(statesOf));
  if (!states.has('complete')) return { states, listed: 'pending' };
  return { states, listed: states.size === 1 ? 'completed' : undefined };
};

/** What a row of the list tells: the state itself only for `complete`; otherwise whether it is worth asking. */
export const verdictOf = ({ row, states }: { row: Task; states: ReadonlySet<string> }): 'match' | 'no_match' | 'ask' => {
  if (isListedComplete(row)) return states.has('complete') ? 'match' : 'no_match';
  return [...states].some((state) => isPossible({ row, state })) ? 'ask' : 'no_match';
};

export const isListedComplete = (row: Task): boolean => row.status === 'completed';

// Counts of steps say little of the state: operators repair the steps of tasks that have ended, and a task that waited for a retry may be
// pending again. But cancelling a task cancels what runs, and nothing starts a step of it afterwards.
const isPossible = ({ row, state }: { row: Task; state: string }): boolean => {
  if (state === 'complete') return false;
  return state !== 'cancelled' || (row.in_progress_steps === 0 && row.execution_status !== 'processing');
};

const statesOf = (word: StatusWord): readonly TaskState[] => {
  if (word === 'incomplete') return taskStates.filter((state) => !doneStates.includes(state));
  return [word === 'completed' ? 'complete' : word];
};
