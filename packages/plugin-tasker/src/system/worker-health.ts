import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';

/** The health of the worker that the profile names; `unreachable` is an answer here, because no tool needs the worker. */
export const workerHealth = z.object({
  configured: z.boolean(),
  status: z.string().nullable().describe('null without worker_url; "unreachable" or "failing" where it does not answer.'),
  timestamp: z.string().nullable(),
  problem: z.string().nullable(),
});
export type WorkerHealth = z.output<typeof workerHealth>;

export const readWorkerHealth = async ({
  reader,
  signal,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
}): Promise<WorkerHealth> => {
  if (!reader.hasWorker) return { configured: false, status: null, timestamp: null, problem: null };
  try {
    const { status, timestamp = null } = await reader.getWorkerHealth({ signal });
    return { configured: true, status, timestamp, problem: null };
  } catch (error) {
    if (signal.aborted || !LineclearError.is(error)) throw error;
    const isDown = error.code === 'unreachable' || error.code === 'timeout';
    return { configured: true, status: isDown ? 'unreachable' : 'failing', timestamp: null, problem: error.message };
  }
};
