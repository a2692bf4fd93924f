import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import celery from '../index.ts';
import { patient } from './patient.ts';

/** Every tool in front of one broker, until the test ends. */
export interface MatrixWorld extends StartedPlugin {
  /** Starts a task by its Celery name; yields its id. */
  readonly start: (taskType: string, args?: JsonObject) => Promise<string>;
  readonly statusOf: (taskId: string) => Promise<JsonObject>;
  /** Asks until the status has these fields. */
  readonly becomes: (taskId: string, fields: object) => Promise<void>;
  /** Cancels and yields the result. */
  readonly cancel: (args: JsonObject) => Promise<unknown>;
}

export const startMatrixWorld = async (settings: JsonObject, options: Pick<StartOptions, 'clock'> = {}): Promise<MatrixWorld> => {
  const started = await startPlugin({
    plugin: celery,
    connections: { celery: patient(settings) },
    ...options,
  });
  onTestFinished(() => started.close());
  const statusOf = (taskId: string) => started.callTool('get_task_status', { task_id: taskId });
  return {
    ...started,
    start: async (taskType, args = {}) => {
      const { outcome } = await started.confirmTool('start_background_task', { task_type: taskType, ...args });
      return z.object({ result: z.object({ task_id: z.string() }) }).parse(outcome).result.task_id;
    },
    statusOf,
    becomes: async (taskId, fields) => {
      await expect.poll(() => statusOf(taskId)).toMatchObject(fields);
    },
    cancel: async (args) => (await started.confirmTool('cancel_task', args)).outcome['result'],
  };
};
