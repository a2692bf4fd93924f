import * as z from 'zod';
import type { Task } from '../schemas/task.ts';

export const taskRow = z.object({
  task_uuid: z.string(),
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  status: z.string().nullable().describe('The real state; null where it could not be asked, see notes.'),
  completion_percentage: z.number(),
  health_status: z.string(),
  execution_status: z.string(),
  total_steps: z.number(),
  completed_steps: z.number(),
  failed_steps: z.number(),
  created_at: z.string(),
});
export type TaskRow = z.output<typeof taskRow>;

export const toTaskRow = ({ task, status }: { task: Task; status: string | null }): TaskRow => ({
  task_uuid: task.task_uuid,
  name: task.name,
  namespace: task.namespace,
  version: task.version,
  status,
  completion_percentage: task.completion_percentage,
  health_status: task.health_status,
  execution_status: task.execution_status,
  total_steps: task.total_steps,
  completed_steps: task.completed_steps,
  failed_steps: task.failed_steps,
  created_at: task.created_at,
});
