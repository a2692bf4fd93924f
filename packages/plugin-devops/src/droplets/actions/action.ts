import { type Clock, path, type Progress } from '@lineclear/core/plugin';
import * as z from 'zod';
import { poll } from '../../poll.ts';
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
  clock,
  signal,
  progress,
}: {
  action: ActionAnswer;
  waitMs: number;
  reader: ApiReader;
  clock: Clock;
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}): Promise<ActionAnswer> => {
  const { poll_ms: pollMs } = reader.settings;
  const total = 1 + Math.ceil(waitMs / pollMs);
  let looks = 0;
  let current = action;
  const isDone = ({ status }: ActionAnswer): boolean => status !== 'in-progress';
  // At first it is as it was given.
  const look = async (): Promise<ActionAnswer> => {
    if (looks > 0) current = (await findAction({ id: action.id, reader, signal })) ?? current;
    looks += 1;
    if (!isDone(current)) progress({ progress: looks, total, message: `DigitalOcean is at work: ${current.type}.` });
    return current;
  };
  return poll({ look, isDone, timeoutMs: waitMs, firstPauseMs: pollMs, nowMs: () => clock.now(), signal });
};
