import { type CallContext, LineclearError, type Progress, type Reconciled, type Recovered } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';
import type { ApiWriter } from '../client/api-writer.ts';
import { type ActionAnswer, actionAnswer, findAction, showAction, shownAction, waitForAction } from './action.ts';

/** The answer of everything that DigitalOcean does after it answered. */
export const actionResult = z.object({
  done: z.boolean().describe('false: it goes on; droplet_actions shows how far it is.'),
  action: shownAction,
});
type ActionResult = z.output<typeof actionResult>;

/** The call as a handler got it, as a whole: its members are made when they are read. */
type Executing = Pick<CallContext, 'state' | 'clock' | 'signal' | 'progress'> & {
  readonly idempotencyKey: string;
  readonly writer: ApiWriter;
};
type Reconciling = Pick<CallContext, 'state' | 'signal'> & { readonly idempotencyKey: string; readonly reader: ApiReader };

/** Where the actions of one resource are: posted to and listed. */
interface Place {
  readonly path: string;
  /** The type that the list gives it, where that is not the one that was sent. */
  readonly listedAs: string;
}

/**
 * Begins an action and waits for its end as long as the profile says. An action has no mark of whose it is, so the newest one is noted
 * before: a lost answer is looked for among those after it.
 */
export const runAction = async ({
  call,
  path,
  listedAs,
  json,
}: Place & { call: Executing; json: object }): Promise<ActionResult> => {
  const { writer, idempotencyKey, state, clock, signal, progress } = call;
  const { reader } = writer;
  const [newest] = await actionsAt({ path, limit: 1, reader, signal });
  const note = { type: listedAs, after: newest?.id ?? 0, atMs: clock.now() };
  await forgetOld({ state, nowMs: note.atMs });
  await state.set(noteKey(idempotencyKey), note);
  const { action } = await begun({ call, path, json });
  await state.set(noteKey(idempotencyKey), { ...note, id: action.id });
  const ended = await patiently({ action, reader, clock, signal, progress });
  if (ended.status === 'errored') throw cameToNothing(ended);
  return toResult(ended);
};

/** Where it was refused, there is nothing to look for later. */
const begun = async ({
  call: { writer, state, idempotencyKey, signal },
  path,
  json,
}: {
  call: Executing;
  path: string;
  json: object;
}) => {
  try {
    return await writer.send({ method: 'post', path, json, schema: z.object({ action: actionAnswer }), signal });
  } catch (error) {
    if (LineclearError.is(error) && error.effect === 'none') await state.delete(noteKey(idempotencyKey));
    throw error;
  }
};

/** What became of an action whose answer was lost. It is never begun again. */
export const reconcileAction = async ({
  call,
  path,
}: Omit<Place, 'listedAs'> & { call: Reconciling }): Promise<Reconciled | Recovered<ActionResult>> => {
  const { reader, idempotencyKey, state, signal } = call;
  const noted = note.safeParse(await state.get(noteKey(idempotencyKey)));
  if (!noted.success) return 'unknown';
  const { id, after, type } = noted.data;
  const found =
    id === undefined ? await onlyOneSince({ path, after, type, reader, signal }) : await findAction({ id, reader, signal });
  if (found === undefined) return 'unknown';
  return found.status === 'errored' ? 'failed' : { result: toResult(found) };
};

const note = z.object({ type: z.string(), after: z.int(), id: z.int().optional(), atMs: z.number().default(0) });
const prefix = 'sent/';
const noteKey = (idempotencyKey: string): string => prefix + idempotencyKey;
// Nobody asks for the outcome of a plan after that.
const keptMs = 7 * 24 * 3_600_000;

const forgetOld = async ({ state, nowMs }: Pick<CallContext, 'state'> & { nowMs: number }): Promise<void> => {
  for (const { key, value } of await state.list({ prefix, limit: 100 })) {
    const { atMs = 0 } = note.safeParse(value).data ?? {};
    // oxlint-disable-next-line no-await-in-loop -- there are few
    if (atMs < nowMs - keptMs) await state.delete(key);
  }
};

export const toResult = (action: ActionAnswer): ActionResult => ({
  done: action.status === 'completed',
  action: showAction(action),
});

interface Looking {
  readonly path: string;
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
}

const actionsAt = async ({ limit, ...looking }: Looking & { limit: number }): Promise<readonly ActionAnswer[]> => {
  const { reader, ...asking } = looking;
  return (await reader.page({ ...asking, key: 'actions', item: actionAnswer, page: 1, limit })).items;
};

// Two of them are one too many: nobody can tell which is ours.
const onlyOneSince = async ({ after, type, ...looking }: Looking & { after: number; type: string }) => {
  const since = (await actionsAt({ ...looking, limit: 50 })).filter((action) => action.id > after && action.type === type);
  return since.length === 1 ? since[0] : undefined;
};

/** It has begun, so what goes wrong while it is looked at makes nothing undone: then it is shown as it was seen last. */
export const patiently = async ({
  action,
  reader,
  clock,
  signal,
  progress,
}: {
  action: ActionAnswer;
  reader: ApiReader;
  clock: CallContext['clock'];
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}): Promise<ActionAnswer> => {
  try {
    return await waitForAction({ action, waitMs: reader.settings.wait_ms, reader, clock, signal, progress });
  } catch {
    return action;
  }
};

export const cameToNothing = ({ id, type }: ActionAnswer): LineclearError =>
  new LineclearError('upstream_error', `DigitalOcean began this and came to an error (${type}).`, {
    hint: 'Read the state of the resource before doing anything else.',
    effect: 'unknown',
    details: { reason: 'errored', action_id: id },
  });
