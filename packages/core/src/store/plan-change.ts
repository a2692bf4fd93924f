import { LineclearError } from '../plugin/errors.ts';
import type { Plan, PlanState } from './plan.ts';
import type { Transition } from './store.ts';

/** States in which a plan still counts for its principal and keeps its input. */
export const openStates: readonly PlanState[] = ['pending', 'claimed', 'executing'];

/** The fields that a transition changes. `undefined` empties a field that may be empty and is ignored for all others. */
export const changedFields = (set: Transition['set']): Transition['set'] =>
  Object.fromEntries(Object.entries(set).filter(([name, value]) => value !== undefined || emptiable.has(name)));

const emptiable: ReadonlySet<string> = new Set([
  'sealedInput',
  'claim',
  'assurance',
  'approver',
  'receipt',
] satisfies (keyof Plan)[]);

/** Ids and tickets are random: meeting one twice is a defect or a forgery, never chance. */
export const planExists = (): LineclearError =>
  new LineclearError('conflict', 'A plan with this id or ticket is already stored.', { effect: 'none' });
