import { definePrompt } from '@lineclear/core/plugin';
import * as z from 'zod';

export const flagReview = definePrompt({
  name: 'flag_review',
  description: 'Find flags that can be retired.',
  args: z.object({ state: z.enum(['on', 'off']).describe('Which flags to look at') }),
  render: ({ args }) =>
    `List the feature flags that are ${args.state} with flag_list. ` +
    `Name those that no service reads any more. Change nothing without asking me.`,
});
