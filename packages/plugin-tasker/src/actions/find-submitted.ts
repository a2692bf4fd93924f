import { isDeepStrictEqual } from 'node:util';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { recentTasks } from './recent-tasks.ts';
import type { Submission, SubmissionGuard } from './submission.ts';

/**
 * The task that a plan made, among the newest 200 of its namespace. A correlation id of the caller's may belong to many tasks:
 * then everything that was sent has to fit, and the task that the preview knew is not it.
 */
export const findSubmitted = async ({
  submission,
  guard,
  planId,
  reader,
  signal,
}: {
  readonly submission: Submission;
  readonly guard: SubmissionGuard;
  readonly planId: string;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}): Promise<Task | undefined> => {
  const { name, namespace, correlation_id: correlationId, context, source_system: source, reason } = submission;
  const recent = await recentTasks({ reader, namespace, name, signal });
  return recent?.tasks.find((task) =>
    correlationId === undefined
      ? task.correlation_id === planId
      : task.correlation_id === correlationId.toLowerCase() &&
        task.task_uuid !== guard.same_context_task &&
        task.version === guard.version &&
        task.source_system === source &&
        task.reason === reason &&
        holds({ stored: task.context, context }),
  );
};

// The server adds the defaults of the template to a context.
const holds = ({ stored, context }: { stored: unknown; context: Readonly<Record<string, unknown>> }): boolean => {
  const known = new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : []);
  return Object.entries(context).every(([key, value]) => isDeepStrictEqual(known.get(key), value));
};
