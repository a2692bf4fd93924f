import * as z from 'zod';
import { flagService } from '../connection.ts';
import { Flag } from '../schemas.ts';

export const flagSet = flagService.write({
  name: 'flag_set',
  toolset: 'flags',
  risk: 'reversible',
  description: 'Turn one feature flag on or off. Use flag_list to find its key.',
  input: z.object({
    key: z.string().min(1).max(64).describe('The key of the flag, for example new-checkout'),
    enabled: z.boolean().describe('true to turn it on, false to turn it off'),
  }),
  output: Flag,
  async preview({ input, reader, profile, signal }) {
    const flag = await reader.get(input.key, signal);
    const turn = input.enabled ? 'on' : 'off';
    return {
      description: `Turn "${flag.key}" ${turn} (${profile.name}): ${flag.readers} services read it.`,
      // The version changes with every change of the flag, whoever makes it.
      guard: { enabled: flag.enabled, version: flag.version },
      before: flag,
      warnings: flag.enabled === input.enabled ? [`It is ${turn} already.`] : [],
    };
  },
  execute: ({ input, writer, guard, idempotencyKey, signal }) =>
    writer.set({ ...input, version: guard.version, changeId: idempotencyKey, signal }),
  verify: async ({ input, reader, signal }) => ({ enabled_now: (await reader.get(input.key, signal)).enabled }),
  // The service keeps the id of the last change, so that a lost answer can be told from a lost request.
  reconcile: async ({ input, reader, guard, idempotencyKey, signal }) => {
    const flag = await reader.get(input.key, signal);
    if (flag.last_change_id === idempotencyKey) return 'executed';
    return flag.version === guard.version ? 'failed' : 'unknown';
  },
});
