import { definePlugin } from '@lineclear/core/plugin';
import { importProfiles } from './profiles/import-profiles.ts';

/** Tasker workflows: tasks and their steps, the dead-letter queue, analytics, system state and templates. */
export default definePlugin({
  id: 'tasker',
  title: 'Tasker',
  version: '0.0.0',
  toolsets: {
    templates: { title: 'Templates', use: 'Check, draw, compare and generate workflow templates and handlers, without a server.' },
    tasks: { title: 'Tasks', use: 'Find workflow tasks, see their steps and what happened to them.' },
    dlq: { title: 'Dead letters', use: 'See which tasks were given up or are stale, and what to look at first.' },
    analytics: { title: 'Analytics', use: 'Throughput, durations and the slowest steps.' },
    system: { title: 'System', use: 'Health and configuration of the orchestration server, and its templates.' },
    actions: { title: 'Actions', use: 'Submit and cancel tasks, repair steps, close dead letters.' },
  },
  // The tiers that users of the existing client select by.
  groups: { tier1: ['templates'], tier2: ['tasks', 'dlq', 'analytics', 'system'], tier3: ['actions'] },
  tools: [],
  importers: [importProfiles],
});
