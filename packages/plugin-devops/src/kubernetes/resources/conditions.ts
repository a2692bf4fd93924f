import * as z from 'zod';
import type { KubernetesObject } from './kubernetes-object.ts';

const text = z.string().nullish();
const holder = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: text, message: text })) }),
});

export const shownCondition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type ShownCondition = z.output<typeof shownCondition>;

/** The conditions of an object of any kind; none where it has none in their usual form. */
export const conditionsOf = (object: KubernetesObject): readonly ShownCondition[] =>
  (holder.safeParse(object).data?.status.conditions ?? []).map(({ type, status, reason, message }) => ({
    type,
    status,
    ...(reason ? { reason } : {}),
    ...(message ? { message: message.slice(0, 500).toWellFormed() } : {}),
  }));
