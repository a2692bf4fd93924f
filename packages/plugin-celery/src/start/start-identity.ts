import { createHash } from 'node:crypto';
import type { JsonValue, Principal, ProfileInfo } from '@lineclear/core/plugin';
import { taskIdFromKey } from '../protocol/task-id.ts';
import type { StartRequest } from './start-request.ts';
import type { TaskTarget } from './task-target.ts';

/** The id of the task that this start is about: the same for every attempt at one plan, and for every start under one idempotency key. */
export const startTaskId = ({
  request: { idempotency_key: key },
  planId,
  profile,
  principal,
}: {
  request: Pick<StartRequest, 'idempotency_key'>;
  planId: string;
  profile: Pick<ProfileInfo, 'name'>;
  principal: Principal;
}): string => (key === undefined ? taskIdFromKey(`plan/${planId}`) : keyedTaskId({ key, profile, principal }));

/** The id of the task of an idempotency key. Every caller has keys of their own. */
export const keyedTaskId = ({
  key,
  profile,
  principal,
}: {
  key: string;
  profile: Pick<ProfileInfo, 'name'>;
  principal: Principal;
}): string => taskIdFromKey(JSON.stringify(['key', profile.name, principal.id, key]));

/** Equal for starts that ask for the same: the order of fields does not count, nor who approved, nor whether a worker was there. */
export const digestOf = ({ request, target: { taskName, type } }: { request: StartRequest; target: TaskTarget }): string => {
  const { idempotency_key: _, allow_unconsumed: __, task_type: ___, params, ...rest } = request;
  const own = Object.entries(params).filter(([name]) => name !== type?.approverParam);
  return createHash('sha256')
    .update(orderedJson({ ...rest, task_name: taskName, params: Object.fromEntries(own) }))
    .digest('hex');
};

const orderedJson = (value: JsonValue | undefined): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(orderedJson).join(',')}]`;
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${orderedJson(inner)}`).join(',')}}`;
};
