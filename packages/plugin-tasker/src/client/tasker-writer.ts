import { type HttpClient, LineclearError, path } from '@lineclear/core/plugin';
import { type DlqChange, dlqChanged } from '../schemas/dlq.ts';
import { type Step, step, type StepAction } from '../schemas/step.ts';
import { type Task, task } from '../schemas/task.ts';
import { askedFor } from './asked-for.ts';
import { askedStep } from './tasker-reader.ts';

/** TaskRequest: what the server needs to make a task. It sets `requested_at` itself, and still wants it sent. A key replaces the context as its identity. */
export interface TaskRequest {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly context: unknown;
  readonly initiator: string;
  readonly source_system: string;
  readonly reason: string;
  readonly tags: readonly string[];
  /** Without a zone. */
  readonly requested_at: string;
  readonly priority?: number | undefined;
  readonly correlation_id: string;
  readonly parent_correlation_id?: string | undefined;
  readonly idempotency_key?: string | undefined;
}

interface Ends {
  readonly signal: AbortSignal;
}

/** The writing half of Tasker's REST API: one method per endpoint, each request sent once. */
export class TaskerWriter {
  readonly #http: HttpClient;

  constructor({ http }: { http: HttpClient }) {
    this.#http = http;
  }

  /** A task with the same identity is a `conflict`: by default the identity is the template with the context, else the idempotency key. */
  async createTask({ request, signal }: { request: TaskRequest } & Ends): Promise<Task> {
    const answer = (await this.#http.post('/v1/tasks', { json: request, signal })).json(task);
    return askedFor({ what: 'task', answer, pairs: [[request.correlation_id, answer.correlation_id]] });
  }

  /** Refused with `invalid_input` for a task in a terminal state. */
  async cancelTask({ taskUuid, signal }: { taskUuid: string } & Ends): Promise<Task> {
    const answer = (await this.#http.delete(path`/v1/tasks/${taskUuid}`, { signal })).json(task);
    return askedFor({ what: 'task', answer, pairs: [[taskUuid, answer.task_uuid]] });
  }

  /** `reset_for_retry` works from `error` only; the other actions from every state, finished ones included. */
  async actOnStep(call: { taskUuid: string; stepUuid: string; action: StepAction } & Ends): Promise<Step> {
    const { taskUuid, stepUuid, action, signal } = call;
    const place = path`/v1/tasks/${taskUuid}/workflow_steps/${stepUuid}`;
    const answer = (await this.#http.patch(place, { json: action, signal })).json(step);
    return askedStep({ taskUuid, stepUuid, answer });
  }

  async updateDlqEntry({ entryUuid, change, signal }: { entryUuid: string; change: DlqChange } & Ends): Promise<void> {
    const answer = (await this.#http.patch(path`/v1/dlq/entry/${entryUuid}`, { json: change, signal })).json(dlqChanged);
    askedFor({ what: 'dead letter', answer, pairs: [[entryUuid, answer.dlq_entry_uuid]] });
    if (answer.success) return;
    throw new LineclearError('upstream_error', 'The server answered that it did not update the dead letter.', {
      hint: 'Read the entry with dlq_inspect before doing anything else.',
      effect: 'unknown',
      details: { reason: 'not_updated' },
    });
  }
}
