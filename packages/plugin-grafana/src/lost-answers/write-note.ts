import type { PluginState } from '@lineclear/core/plugin';
import * as z from 'zod';

/** Whoever has not asked by then has the answer. */
const keptMs = 24 * 3_600_000;

const note = z.object({ value: z.string(), noted_at_ms: z.number() });

interface Noted {
  readonly state: PluginState;
  /** What is written: notes of other kinds are not looked at. */
  readonly kind: 'silence' | 'annotation' | 'incident-note';
  readonly planId: string;
}

/**
 * Notes what tells a write from others before it is sent, such as its time to the millisecond, and forgets the notes of other days. For
 * backends that take no id from outside. The note outlives the answer, because a crash may lose the answer after it came.
 */
export const noteWrite = async ({
  state,
  kind,
  planId,
  value,
  nowMs,
}: Noted & { value: string; nowMs: number }): Promise<void> => {
  for (const { key, value: kept } of await state.list({ prefix: `${kind}/` })) {
    const { success, data } = note.safeParse(kept);
    if (!success || nowMs - data.noted_at_ms > keptMs) await state.delete(key);
  }
  await state.set(keyOf({ kind, planId }), { value, noted_at_ms: nowMs });
};

/** What was noted for a plan; undefined where nothing was, so that nobody can tell. */
export const notedFor = async ({ state, ...of }: Noted): Promise<string | undefined> =>
  note.safeParse(await state.get(keyOf(of))).data?.value;

const keyOf = ({ kind, planId }: Pick<Noted, 'kind' | 'planId'>): string => `${kind}/${planId}`;
