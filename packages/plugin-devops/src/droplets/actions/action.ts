import { setTimeout as sleep } from 'node:timers/promises';
import { path, type Progress } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Actions */
export const actionAnswer = z.object({
  id: z.int(),
  status: z.enum(['in-progress', 'completed', 'errored']),
  type: z.string(),
  started_at: z.string(),
  completed_at: z.string().nullish(),
  resource_id: z.int().nullish(),
  resource_type: z.string().nullish(),
  region_slug: z.string().nullish(),
});
export type ActionAnswer = z.output<typeof actionAnswer>;

export const shownAction = z.object({
  id: z.int(),
  type: z.string(),
  status: z.enum(['in_progress', 'completed', 'errored']),
  started_at: z.string(),
  completed_at: z.string().nullable(),
  resource: z.string(),
});

export const showAction = (action: ActionAnswer): z.output<typeof shownAction> => ({
  id: action.id,
  type: action.type,
  status: action.status === 'in-progress' ? 'in_progress' : action.status,
  started_at: action.started_at,
  completed_at: action.completed_at ?? null,
  resource: [action.resource_type, action.resource_id].filter((part) => part != null).join(' '),
});

export const findAction = async ({
  id,
  reader,
  signal,
}: {
  id: number;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<ActionAnswer | undefined> =>
  (await reader.find({ path: path`/v2/actions/${id}`, schema: z.object({ action: actionAnswer }), signal }))?.action;

/** Looks at an action until it ended or the time is over, and yields it as it is then. */
export const waitForAction = async ({
  action,
  waitMs,
  reader,
  signal,
  progress,
}: {
  action: ActionAnswer;
  waitMs: number;
  reader: ApiReader;
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}): Promise<ActionAnswer> => {
  const { poll_ms: pollMs } = reader.settings;
  const looks = Math.ceil(waitMs / pollMs);
  let current = action;
  for (let look = 1; look <= looks && current.status === 'in-progress'; look += 1) {
    progress({ progress: look, total: looks, message: `DigitalOcean is at work: ${current.type}.` });
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await sleep(pollMs, undefined, { signal });
    // oxlint-disable-next-line no-await-in-loop -- as above
    current = (await findAction({ id: action.id, reader, signal })) ?? current;
  }
  return current;
};
