import type { PluginState } from '@lineclear/core/plugin';
import * as z from 'zod';

const remembered = z.object({ commit: z.string(), atMs: z.number() });

const prefix = 'files-push/';
// Nobody asks for the outcome of a plan after that.
const keptMs = 7 * 24 * 3_600_000;

/** Notes the commit of a plan before a branch is asked to move there, in case the answer is lost. Forgets those of long ago. */
export const rememberPush = async (push: {
  state: PluginState;
  idempotencyKey: string;
  commit: string;
  nowMs: number;
}): Promise<void> => {
  const { state, idempotencyKey, commit, nowMs } = push;
  await state.set(prefix + idempotencyKey, { commit, atMs: nowMs });
  for (const { key, value } of await state.list({ prefix, limit: 100 })) {
    const { atMs = 0 } = remembered.safeParse(value).data ?? {};
    // oxlint-disable-next-line no-await-in-loop -- there are few
    if (atMs < nowMs - keptMs) await state.delete(key);
  }
};

/** The commit of a plan; undefined where the branch was never asked to move. */
export const rememberedPush = async (push: { state: PluginState; idempotencyKey: string }): Promise<string | undefined> =>
  remembered.safeParse(await push.state.get(prefix + push.idempotencyKey)).data?.commit;
