import { quoted } from '@lineclear/core/plugin';
import type { JsonObject } from '@lineclear/core/plugin';
import { isWireObject } from '../protocol/wire-value.ts';
import { paramsOf } from '../catalogue/annotations.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { registered } from '../control/questions.ts';
import { checkArguments } from '../limits/check-limits.ts';
import { quotedList } from '../text/quoted-list.ts';
import { refuseRounded } from './refuse-rounded.ts';
import type { TaskTarget } from './task-target.ts';

export interface CheckedParams {
  /** With the defaults of the type's schema, and without the approver. */
  readonly params: JsonObject;
  readonly warnings: readonly string[];
}

/** Checks the params of a task as far as anything is known of them. Throws `invalid_input`. */
export const checkParams = async ({
  target: { type },
  params: given,
  reader: { catalogue, rules },
}: {
  target: TaskTarget;
  params: JsonObject;
  reader: Pick<CeleryReader, 'catalogue' | 'rules'>;
}): Promise<CheckedParams> => {
  refuseRounded({ value: given, at: 'params' });
  const { params: own, isGiven } = withoutApprover({ params: given, name: type?.approverParam });
  const params = type === undefined || catalogue === undefined ? own : await catalogue.checkParams({ type, params: own });
  checkArguments({ params, limit: rules.limits.argument_bytes });
  const warnings = isGiven ? [`${quoted(type?.approverParam ?? '')} is ignored: whoever approves the start is named there.`] : [];
  return { params, warnings };
};

/** Puts the approver's name where the type wants it. */
export const withApprover = ({
  target: { type },
  params,
  approver,
}: {
  target: TaskTarget;
  params: JsonObject;
  approver: string;
}): JsonObject => (type?.approverParam === undefined ? params : { ...params, [type.approverParam]: approver });

/** Params of a task outside the catalogue, compared with the annotations that workers tell. These are hints and never a reason to refuse. */
export const doubtParams = async ({
  target: { type, taskName },
  params,
  reader,
  signal,
}: {
  target: TaskTarget;
  params: JsonObject;
  reader: Pick<CeleryReader, 'question'>;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  const names = Object.keys(params);
  if (type !== undefined || names.length === 0) return [];
  const { answers } = await registered({ ...reader.question({ signal }), attribute: '__annotations__' });
  const texts = [...answers.values()].flatMap((tasks) => tasks.get(taskName) ?? []).filter((text) => text !== '');
  const { properties } = paramsOf(texts[0] ?? '');
  const known = isWireObject(properties) ? Object.keys(properties) : [];
  const strange = names.filter((name) => !known.includes(name));
  if (known.length > 0 && strange.length > 0) {
    return [
      `The annotations of the task name ${quotedList(known)} and not ${quotedList(strange)}: it may fail with a TypeError.`,
    ];
  }
  return ['The params are not checked before they are sent: the catalogue has no schema for this task.'];
};

const withoutApprover = ({ params, name }: { params: JsonObject; name: string | undefined }) => {
  if (name === undefined || !Object.hasOwn(params, name)) return { params, isGiven: false };
  const { [name]: _, ...own } = params;
  return { params: own, isGiven: true };
};
