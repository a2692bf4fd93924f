import type { JsonObject } from '@lineclear/core/plugin';
import type { Task, Template } from '../model/records.ts';
import { createTask } from './create-task.ts';
import { identityOf } from './identity.ts';
import type { Store } from './store.ts';

/** A request to run a template. */
export interface Submission {
  readonly template: Template;
  readonly context: JsonObject;
  readonly initiator: string;
  readonly sourceSystem: string;
  readonly reason: string;
  readonly priority?: number;
  readonly tags: readonly string[];
  readonly correlationId: string;
  readonly parentCorrelationId?: string;
  readonly idempotencyKey?: string;
}

/** Makes the task, or answers nothing when one with the same identity exists. */
export const submitTask = (store: Store, { idempotencyKey, ...spec }: Submission): Task | undefined => {
  const identity = identityOf({ template: spec.template, context: spec.context, idempotencyKey });
  if (store.hasIdentity(identity)) return undefined;
  const task = createTask({ ...spec, number: store.nextNumber(), createdAtMs: store.nowMs });
  store.add(task, identity);
  return task;
};
