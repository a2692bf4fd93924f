import type { ErrorAnswer, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
const status = z.object({
  kind: z.literal('Status'),
  reason: z.string().catch(''),
  details: z
    .object({
      causes: z.array(z.object({ reason: z.string().catch(''), field: z.string().catch('') })).catch([]),
      retryAfterSeconds: z.int().min(0).max(3_600).optional().catch(undefined),
    })
    .catch({ causes: [], retryAfterSeconds: undefined }),
});

/** What an error answer of Kubernetes means beyond its HTTP status: its `reason`, the fields it names, and when to come back. */
export const explain = (answer: ErrorAnswer): Explanation | undefined => {
  const { reason, details } = parse(answer.text());
  const known = meanings[reason] ?? (answer.status === 410 ? meanings['Expired'] : undefined);
  const fields = details.causes.map(({ field }) => field).filter((field) => /^[\w.[\]/-]{1,200}$/.test(field));
  const facts = {
    ...(known?.details ?? (reason === '' ? {} : { reason: inSnakeCase(reason) })),
    ...(fields.length === 0 ? {} : { fields: fields.slice(0, 10) }),
  };
  return {
    ...known,
    ...(details.retryAfterSeconds === undefined ? {} : { retryAfterS: details.retryAfterSeconds }),
    ...(Object.keys(facts).length === 0 ? {} : { details: facts }),
  };
};

/** Whether the text of an error is one of the API server itself. */
export const isStatus = (text: string): boolean => {
  try {
    return status.extend({ apiVersion: z.literal('v1') }).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
};

const meanings: Readonly<Record<string, Explanation>> = {
  Unauthorized: { hint: 'The credentials of this context are not accepted: ask the operator to renew them.' },
  Forbidden: { hint: 'The credentials may not do this; k8s_can_i tells what they may.' },
  AlreadyExists: { code: 'conflict', hint: 'It exists already: k8s_get shows it.' },
  Conflict: { code: 'conflict', hint: 'It changed in the meantime: read it again, then preview again.' },
  Invalid: { code: 'invalid_input', hint: 'Correct the fields that details name; details.upstream says why.' },
  Expired: {
    code: 'invalid_input',
    hint: 'The cursor is too old, because the cluster has moved on: begin again without it.',
    details: { reason: 'cursor_expired' },
    effect: 'none',
  },
  MethodNotAllowed: { code: 'unsupported', hint: 'Kinds of this sort cannot do that; k8s_kinds lists their verbs.' },
};

const inSnakeCase = (reason: string): string =>
  /^[A-Za-z]{1,60}$/.test(reason) ? reason.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase() : 'other';

const parse = (text: string): Pick<z.output<typeof status>, 'reason' | 'details'> => {
  const nothing = { reason: '', details: { causes: [], retryAfterSeconds: undefined } };
  try {
    const parsed = status.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : nothing;
  } catch {
    return nothing;
  }
};
