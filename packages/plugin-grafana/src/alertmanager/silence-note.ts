import type { PluginState } from '@lineclear/core/plugin';
import * as z from 'zod';

/** Whoever has not asked by then has the answer. */
const keptMs = 24 * 3_600_000;

const note = z.object({ ends_at: z.string(), noted_at_ms: z.number() });

/**
 * Notes the end of a silence before it is created, and forgets those of other days. Alertmanager takes no id from outside: were the answer
 * lost, the end to the millisecond is what tells this silence from others.
 */
export const noteSilence = async ({
  state,
  planId,
  endsAt,
  nowMs,
}: {
  state: PluginState;
  planId: string;
  endsAt: string;
  nowMs: number;
}): Promise<void> => {
  for (const { key, value } of await state.list({ prefix })) {
    const { success, data } = note.safeParse(value);
    if (!success || nowMs - data.noted_at_ms > keptMs) await state.delete(key);
  }
  await state.set(prefix + planId, { ends_at: endsAt, noted_at_ms: nowMs });
};

/** The end that was noted for a plan. */
export const notedEnd = async ({ state, planId }: { state: PluginState; planId: string }): Promise<string | undefined> =>
  note.safeParse(await state.get(prefix + planId)).data?.ends_at;

const prefix = 'silence/';
