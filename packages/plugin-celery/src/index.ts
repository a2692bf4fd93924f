import { definePlugin } from '@lineclear/core/plugin';
import { celeryEnvironment } from './importers/celery-environment.ts';
import { debugCeleryTask } from './prompts/debug-celery-task.ts';
import { runCeleryTask } from './prompts/run-celery-task.ts';
import { beatSchedule } from './tools/beat-schedule.ts';
import { cancelTask } from './tools/cancel-task.ts';
import { celeryDiagnose } from './tools/celery-diagnose.ts';
import { chainTasks } from './tools/chain-tasks.ts';
import { getTaskStatus } from './tools/get-task-status.ts';
import { listActiveTasks } from './tools/list-active-tasks.ts';
import { queueList } from './tools/queue-list.ts';
import { queuePeek } from './tools/queue-peek.ts';
import { queuePurge } from './tools/queue-purge.ts';
import { retryTask } from './tools/retry-task.ts';
import { startBackgroundTask } from './tools/start-background-task.ts';
import { taskLog } from './tools/task-log.ts';
import { taskRateLimit } from './tools/task-rate-limit.ts';
import { taskTypes } from './tools/task-types.ts';
import { waitForTask } from './tools/wait-for-task.ts';
import { workerEvents } from './tools/worker-events.ts';
import { workerList } from './tools/worker-list.ts';
import { workerPool } from './tools/worker-pool.ts';
import { workerShutdown } from './tools/worker-shutdown.ts';

/** Celery background tasks: started, followed and cancelled directly on the broker. */
export default definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '0.0.0',
  toolsets: {
    tasks: { title: 'Celery tasks', use: 'Start long computations in the background, follow and cancel them.' },
    workers: { title: 'Celery workers', use: 'See workers, queues, the beat schedule, and find out why tasks do not run.' },
    control: { title: 'Celery control', use: 'Change worker pools and rate limits, shut workers down, purge queues.' },
  },
  groups: {},
  tools: [
    startBackgroundTask,
    getTaskStatus,
    waitForTask,
    cancelTask,
    retryTask,
    chainTasks,
    listActiveTasks,
    taskTypes,
    taskLog,
    workerList,
    queueList,
    queuePeek,
    beatSchedule,
    celeryDiagnose,
    workerPool,
    taskRateLimit,
    workerShutdown,
    queuePurge,
    workerEvents,
  ],
  prompts: [runCeleryTask, debugCeleryTask],
  importers: [celeryEnvironment],
});
