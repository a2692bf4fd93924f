import { definePlugin } from '@lineclear/core/plugin';
import { flagReview } from './prompts/flag-review.ts';
import { flagList } from './tools/flag-list.ts';
import { flagSet } from './tools/flag-set.ts';

export const flagsPlugin = definePlugin({
  id: 'flags',
  title: 'Feature flags',
  version: '1.0.0',
  toolsets: { flags: { title: 'Feature flags', use: 'See which features are on, and turn one on or off.' } },
  tools: [flagList, flagSet],
  prompts: [flagReview],
});
