import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { maintenance } from '../connection.ts';
import { Window } from '../schemas.ts';

export const windowCancel = maintenance.write({
  name: 'window_cancel',
  toolset: 'maintenance',
  risk: 'destructive',
  description: 'Cancel a maintenance window for good. Use window_extend when it only takes longer.',
  input: z.object({
    id: z.string().min(1).max(64).describe('The id of the window, for example mw-1'),
    reason: z.string().min(1).max(200).describe('Why, for example the release was moved'),
  }),
  output: Window,
  async preview({ input, reader, profile, signal }) {
    const window = await reader.get(input.id, signal);
    if (window.status === 'cancelled') {
      throw new LineclearError('conflict', `"${window.title}" is cancelled already.`, {
        hint: 'Nothing is left to do.',
        details: { reason: 'already_cancelled' },
        effect: 'none',
      });
    }
    return {
      description: `Cancel "${window.title}" of ${window.service} (${profile.name}).`,
      guard: { status: window.status, version: window.version },
      before: window,
    };
  },
  async execute({ input, writer, guard, state, principal, idempotencyKey, step, signal }) {
    // Before the cancellation: its answer may be lost, and nothing after it runs then. Who reads the note compares the change.
    await state.set(`cancelled/${input.id}`, { reason: input.reason, by: principal.id, change: idempotencyKey });
    step('noted the reason');
    return writer.cancel({ id: input.id, version: guard.version, change_id: idempotencyKey, signal });
  },
  verify: async ({ input, reader, signal }) => ({ status_now: (await reader.get(input.id, signal)).status }),
  async reconcile({ input, reader, guard, idempotencyKey, signal }) {
    const window = await reader.get(input.id, signal);
    if (window.last_change_id === idempotencyKey) return 'executed';
    return window.version === guard.version ? 'failed' : 'unknown';
  },
});
