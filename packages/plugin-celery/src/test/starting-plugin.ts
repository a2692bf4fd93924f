import { definePlugin } from '@lineclear/core/plugin';
import { chainTasks } from '../tools/chain-tasks.ts';
import { startBackgroundTask } from '../tools/start-background-task.ts';

/** The tools that start tasks, and no other. */
export const startingPlugin = definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '0.0.0',
  toolsets: { tasks: { title: 'Celery tasks', use: 'Start tasks.' } },
  tools: [startBackgroundTask, chainTasks],
});
