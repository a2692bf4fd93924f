import { definePlugin } from '@lineclear/core/plugin';
import { chainTasks } from '../tools/chain-tasks.ts';
import { startBackgroundTask } from '../tools/start-background-task.ts';
import { waitForTask } from '../tools/wait-for-task.ts';

/** The tools that start tasks, and the one that waits for them. */
export const startingPlugin = definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '0.0.0',
  toolsets: { tasks: { title: 'Celery tasks', use: 'Start tasks and wait for them.' } },
  tools: [startBackgroundTask, chainTasks, waitForTask],
});
