import { randomUUID } from 'node:crypto';
import type { CallAnswer } from '@lineclear/core';
import { definePlugin } from '@lineclear/core/plugin';
import type { JsonObject, Progress } from '@lineclear/core/plugin';
import type { StartOptions } from '@lineclear/testing';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { getTaskStatus } from '../tools/get-task-status.ts';
import { startBackgroundTask } from '../tools/start-background-task.ts';
import { taskLog } from '../tools/task-log.ts';
import { waitForTask } from '../tools/wait-for-task.ts';
import { patient } from './patient.ts';
import { ledgerIn } from './start-rig.ts';

/** The tools that follow a task, and the one that starts it. */
const plugin = definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '0.0.0',
  toolsets: { tasks: { title: 'Celery tasks', use: 'Follow tasks.' } },
  tools: [startBackgroundTask, getTaskStatus, waitForTask, taskLog],
});

/** The tools as a caller has them, until the test ends, and the ledger that they read. */
export const startStatus = async ({
  settings,
  ...options
}: { settings: JsonObject } & Omit<StartOptions, 'plugin' | 'connections'>) => {
  const started = await startPlugin({ plugin, connections: { celery: patient(settings) }, ...options });
  onTestFinished(() => started.close());
  const { callTool, confirmTool, composition, caller } = started;
  const statusOf = (taskId: string): Promise<JsonObject> => callTool('get_task_status', { task_id: taskId });
  return {
    ...started,
    ledger: ledgerIn(composition.store),
    statusOf,
    /** Starts a task by its Celery name; yields its id. */
    start: async (name: string, args: JsonObject = {}): Promise<string> => {
      const { outcome } = await confirmTool('start_background_task', { task_type: name, ...args });
      return z.object({ result: z.object({ task_id: z.string() }) }).parse(outcome).result.task_id;
    },
    /** Waits, and hears of the progress. */
    hear: async (taskId: string): Promise<{ answer: CallAnswer; heard: readonly Progress[] }> => {
      const heard: Progress[] = [];
      const answer = await composition.path.call({
        tool: 'wait_for_task',
        args: { task_id: taskId },
        caller,
        asking: { mode: 'none' },
        signal: new AbortController().signal,
        progress: (progress) => heard.push(progress),
      });
      return { answer, heard };
    },
    waitFor: (taskId: string, timeoutS?: number): Promise<JsonObject> =>
      callTool('wait_for_task', { task_id: taskId, ...(timeoutS !== undefined && { timeout_s: timeoutS }) }),
    /** Asks until the answer has these fields. */
    becomes: async (taskId: string, fields: object): Promise<JsonObject> => {
      let answer: JsonObject = {};
      await vi.waitFor(
        async () => {
          answer = await statusOf(taskId);
          expect(answer).toMatchObject(fields);
        },
        { timeout: 30_000, interval: 50 },
      );
      return answer;
    },
  };
};

/** An entry as a start makes it. */
export const sentEntry = (fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  task_name: 'tasks.add',
  queue: 'celery',
  principal: 'tester',
  at: Date.now(),
  state: 'sent',
  digest: randomUUID(),
  ...fields,
});
