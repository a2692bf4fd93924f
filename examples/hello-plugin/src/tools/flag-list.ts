import * as z from 'zod';
import { flagService } from '../connection.ts';
import { Flag } from '../schemas.ts';

export const flagList = flagService.read({
  name: 'flag_list',
  toolset: 'flags',
  description: 'List feature flags in order of their key. Use flag_set to turn one on or off.',
  input: z.object({
    enabled: z.boolean().optional().describe('Only flags that are on (true) or off (false)'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most, for example 20'),
  }),
  output: z.object({ flags: z.array(Flag), left_out: z.int().describe('Flags that fit but were not sent') }),
  run: async ({ input, reader, signal }) => {
    const page = await reader.list({ ...input, enabled: input.enabled, signal });
    return { flags: page.flags, left_out: page.total - page.flags.length };
  },
});
