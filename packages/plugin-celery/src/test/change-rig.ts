import { randomUUID } from 'node:crypto';
import { definePlugin, type JsonObject, write } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { vi } from 'vitest';
import * as z from 'zod';
import type { BrokerPort } from '../broker/broker.ts';
import { active, queryTasks, scheduled } from '../control/questions.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import type { TaskOrder } from '../protocol/build-message.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import { cancelTask } from '../tools/cancel-task.ts';
import { getTaskStatus } from '../tools/get-task-status.ts';
import { retryTask } from '../tools/retry-task.ts';
import { startBackgroundTask } from '../tools/start-background-task.ts';
import { patient } from './patient.ts';

/** Makes a task one that was started here, by somebody. */
const rememberTask = write({
  name: 'remember_task',
  toolset: 'tasks',
  risk: 'additive',
  description: 'Note a task in the ledger.',
  input: z.object({ task_id: z.string(), task_name: z.string(), queue: z.string(), principal: z.string() }),
  output: z.object({}),
  preview: () => ({ description: 'Note it.', guard: {} }),
  execute: async ({ input: { task_id: taskId, ...entry }, state, clock }) => {
    await ledgerOf(state).claim({ taskId, ...entry, at: clock.now(), state: 'sent', digest: '' });
    return {};
  },
});

const plugin = definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '1.0.0',
  toolsets: { tasks: { title: 'Celery tasks', use: 'Cancel tasks and start them again.' } },
  tools: [startBackgroundTask, getTaskStatus, cancelTask, retryTask, rememberTask],
});

/** The tools in front of a broker. */
export const startTools = ({
  settings,
  ...options
}: { settings: JsonObject } & Partial<Omit<StartOptions, 'plugin' | 'connections'>>): Promise<StartedPlugin> =>
  startPlugin({ plugin, connections: { celery: patient(settings) }, ...options });

/** Sends tasks past the tools, and waits until they are where a test needs them. */
export const sender = (broker: BrokerPort, { liveWorkers }: { liveWorkers?: readonly string[] } = {}) => {
  const question = { broker, timeoutMs: 20_000, liveWorkers };
  const ids = async (ask: typeof active): Promise<readonly string[]> =>
    [...(await ask(question)).answers.values()].flat().map(({ taskId }) => taskId);
  const until = (check: () => Promise<boolean>): Promise<void> =>
    vi.waitFor(
      async () => {
        if (!(await check())) throw new Error('It is not there yet.');
      },
      { timeout: 30_000, interval: 20 },
    );
  return {
    send: async ({ queue = 'celery', ...order }: Partial<TaskOrder> & { queue?: string }): Promise<string> => {
      const taskId = order.taskId ?? randomUUID();
      const message = buildTaskMessage({
        taskName: 'tasks.add',
        args: [1, 2],
        kwargs: {},
        origin: 'test@host',
        ...order,
        taskId,
      });
      await broker.publish({ message, queue });
      return taskId;
    },
    untilRunning: (taskId: string) => until(async () => (await ids(active)).includes(taskId)),
    untilScheduled: (taskId: string) => until(async () => (await ids(scheduled)).includes(taskId)),
    untilReserved: (taskId: string) =>
      until(async () =>
        [...(await queryTasks({ ...question, taskIds: [taskId] })).answers.values()].some(
          (found) => found.get(taskId)?.place === 'reserved',
        ),
      ),
    until,
  };
};

/** What the tool answered once it was confirmed. */
export const resultOf = (outcome: JsonObject): JsonObject => {
  const { result } = outcome;
  if (typeof result !== 'object' || result === null || Array.isArray(result)) throw new Error('There is no result.');
  return result;
};
