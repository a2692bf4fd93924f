// One whole plugin as an author writes it: it compiles without generics, casts or annotations on handlers.
import * as z from 'zod';
import { defineConnection, definePlugin, type HttpClient, path, secret } from '@lineclear/core/plugin';

const Task = z.object({ task_uuid: z.string(), name: z.string(), status: z.string(), pending_steps: z.number() });
const TaskList = z.object({ tasks: z.array(Task) });
type Task = z.output<typeof Task>;

export interface TaskReader {
  health(): Promise<string>;
  getTask(id: string): Promise<Task>;
  listTasks(query: { namespace?: string | undefined; limit: number }): Promise<z.output<typeof TaskList>>;
}

export class TaskerClient implements TaskReader {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  reader(): TaskReader {
    return this;
  }

  async health(): Promise<string> {
    return (await this.#http.get('/health')).text();
  }

  async getTask(id: string): Promise<Task> {
    return (await this.#http.get(path`/tasks/${id}`)).json(Task);
  }

  async listTasks(query: { namespace?: string | undefined; limit: number }): Promise<z.output<typeof TaskList>> {
    return (await this.#http.get('/tasks', { query })).json(TaskList);
  }

  async cancelTask(id: string, reason: string): Promise<Task> {
    return (await this.#http.post(path`/tasks/${id}/cancel`, { json: { reason } })).json(Task);
  }

  close(): void {}
}

export const tasker = defineConnection({
  id: 'tasker',
  profile: z.object({ url: z.url(), token: secret() }),
  connect: ({ profile, http }) => {
    const client = new TaskerClient(http({ baseUrl: profile.url, bearer: profile.token }));
    return { reader: client.reader(), writer: client, close: () => client.close() };
  },
  probe: ({ reader }) => reader.health(),
});

const listTasks = tasker.read({
  name: 'task_list',
  toolset: 'tasks',
  description: 'List tasks, newest first. Use task_inspect for one task.',
  input: z.object({ namespace: z.string().optional(), limit: z.int().min(1).max(100).default(20) }),
  output: TaskList,
  run: ({ input, reader }) => reader.listTasks(input),
});

const cancelTask = tasker.write({
  name: 'task_cancel',
  toolset: 'tasks',
  risk: 'destructive',
  description: 'Cancel a task and every step that has not run.',
  input: z.object({ task_uuid: z.uuid(), reason: z.string().min(8) }),
  output: Task,
  async preview({ input, reader }) {
    const task = await reader.getTask(input.task_uuid);
    return {
      description: `Cancel "${task.name}" (${task.status}): ${task.pending_steps} steps will not run.`,
      guard: { status: task.status },
      before: task,
      warnings: [],
    };
  },
  execute: ({ input, writer, guard, idempotencyKey }) =>
    writer.cancelTask(input.task_uuid, `${input.reason} ${guard.status} ${idempotencyKey}`),
  verify: ({ input, reader }) => reader.getTask(input.task_uuid),
  reconcile: async ({ input, reader }) =>
    (await reader.getTask(input.task_uuid)).status === 'cancelled' ? 'executed' : 'unknown',
});

export default definePlugin({
  id: 'tasker',
  title: 'Tasker',
  version: '1.0.0',
  toolsets: { tasks: { title: 'Tasks', use: 'Find, inspect and cancel tasks.' } },
  tools: [listTasks, cancelTask],
  prompts: [],
  resources: [],
});
