import { LineclearError } from '@lineclear/core/plugin';
import type { Incident, IncidentField } from './incident.ts';

export interface Wanted {
  readonly field: IncidentField;
  readonly to: string;
}

/** In the order in which they are sent: the status last, because that is what others react to. */
const fields: readonly IncidentField[] = ['title', 'severity', 'status'];

/** The fields that a caller names. Throws `invalid_input` where there is none. */
export const wantedOf = (input: { readonly [Field in IncidentField]?: string | undefined }): readonly Wanted[] => {
  const wanted = fields.flatMap((field) => {
    const to = input[field];
    return to === undefined ? [] : [{ field, to }];
  });
  if (wanted.length > 0) return wanted;
  throw new LineclearError('invalid_input', 'Nothing is to be changed.', {
    hint: 'Name a title, a severity or a status.',
    details: { reason: 'no_field' },
  });
};

/** Those that differ from what is there. */
export const changesOf = ({
  wanted,
  now,
}: {
  wanted: readonly Wanted[];
  now: Incident;
}): readonly (Wanted & { readonly from: string })[] =>
  wanted
    .filter(({ field, to }) => differs({ field, one: now[field], other: to }))
    .map((change) => ({ ...change, from: now[change.field] }));

/** Severities and states are words, which the plugin may write in another case. */
export const differs = ({ field, one, other }: { field: IncidentField; one: string; other: string }): boolean =>
  field === 'title' ? one !== other : one.toLowerCase() !== other.toLowerCase();

export const isDone = ({ wanted, now }: { wanted: readonly Wanted[]; now: Incident }): boolean =>
  changesOf({ wanted, now }).length === 0;

/** The error of one of several requests, which says whose it is. */
export const fieldFailed = ({ error, field }: { error: unknown; field: IncidentField }): unknown => {
  if (!LineclearError.is(error)) return error;
  const { code, message, hint, retryAfterS, details, effect } = error;
  return new LineclearError(code, `The ${field} of the incident: ${message}`, {
    hint,
    retryAfterS,
    details: { ...details, field },
    effect,
    cause: error,
  });
};
