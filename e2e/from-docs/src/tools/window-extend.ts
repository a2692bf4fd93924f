import * as z from 'zod';
import { maintenance } from '../connection.ts';
import { Window } from '../schemas.ts';

const later = (time: string, minutes: number) => new Date(Date.parse(time) + minutes * 60_000).toISOString();

export const windowExtend = maintenance.write({
  name: 'window_extend',
  toolset: 'maintenance',
  risk: 'reversible',
  description: 'Make a maintenance window longer. Use window_cancel to call it off.',
  input: z.object({
    id: z.string().min(1).max(64).describe('The id of the window, for example mw-1'),
    minutes: z.int().min(5).max(720).describe('How much longer, for example 15'),
  }),
  output: Window,
  // A quarter of an hour is a courtesy; half a day is for a policy to judge.
  classify: ({ input: { minutes } }) =>
    minutes <= 15 ? { risk: 'additive', class: 'short' } : { class: minutes > 240 ? 'long' : 'usual' },
  async preview({ input, reader, profile, signal }) {
    const window = await reader.get(input.id, signal);
    return {
      description: `Extend "${window.title}" by ${input.minutes} minutes (${profile.name}).`,
      guard: { version: window.version, ends_at: window.ends_at },
      before: { ends_at: window.ends_at },
      changes: [`- ends_at ${window.ends_at}`, `+ ends_at ${later(window.ends_at, input.minutes)}`],
      warnings: window.status === 'cancelled' ? ['It is cancelled.'] : [],
    };
  },
  execute: ({ input, writer, guard, idempotencyKey, signal }) =>
    writer.extend({
      id: input.id,
      version: guard.version,
      ends_at: later(guard.ends_at, input.minutes),
      change_id: idempotencyKey,
      signal,
    }),
  verify: async ({ input, reader, signal }) => ({ ends_now: (await reader.get(input.id, signal)).ends_at }),
  async reconcile({ input, reader, guard, idempotencyKey, signal }) {
    const window = await reader.get(input.id, signal);
    if (window.last_change_id === idempotencyKey) return 'executed';
    return window.version === guard.version ? 'failed' : 'unknown';
  },
});
