import { type HttpClient, LineclearError, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type Bottlenecks, bottlenecks, type Performance, performance } from '../schemas/analytics.ts';
import {
  type DlqEntry,
  dlqEntry,
  type DlqStats,
  dlqStats,
  type QueueEntry,
  queueEntry,
  type Staleness,
  staleness,
} from '../schemas/dlq.ts';
import { type Step, step, type StepAudit, stepAudit } from '../schemas/step.ts';
import { type TaskSummary, taskSummary } from '../schemas/summary.ts';
import { type DetailedHealth, detailedHealth, type Health, health, type SystemConfig, systemConfig } from '../schemas/system.ts';
import { type Task, type TaskPage, task, taskPage } from '../schemas/task.ts';
import { type TemplateDetail, templateDetail, type TemplateList, templateList } from '../schemas/template.ts';
import { askedFor } from './asked-for.ts';

/** A step as it was asked for, also where the server was asked to change it. */
export const askedStep = ({ taskUuid, stepUuid, answer }: StepPlace & { readonly answer: Step }): Step =>
  askedFor({
    what: 'step',
    answer,
    pairs: [
      [taskUuid, answer.task_uuid],
      [stepUuid, answer.step_uuid],
    ],
  });

/** Ends a request when the call ends. */
interface Ends {
  readonly signal: AbortSignal;
}
interface StepPlace {
  readonly taskUuid: string;
  readonly stepUuid: string;
}

/**
 * The reading half of Tasker's REST API (orchestration server 0.1.x): one method per endpoint, GET only. A list is never longer than
 * was asked for, and an answer about another task, step or template is an `upstream_error`. Times come as RFC 3339 UTC,
 * enums in snake_case.
 */
export class TaskerReader {
  readonly #http: HttpClient;
  readonly #worker: HttpClient | undefined;

  constructor({ http, worker }: { http: HttpClient; worker?: HttpClient | undefined }) {
    this.#http = http;
    this.#worker = worker;
  }

  /** True where the profile names a worker. */
  get hasWorker(): boolean {
    return this.#worker !== undefined;
  }

  /** Newest first. Other values of `status` than these two are answered with 500 by the server. */
  async listTasks(
    query: { namespace?: string | undefined; status?: 'completed' | 'pending' | undefined; page: number; perPage: number } & Ends,
  ): Promise<TaskPage> {
    const { namespace, status, page, perPage, signal } = query;
    const answer = await this.#http.get('/v1/tasks', { query: { page, per_page: perPage, namespace, status }, signal });
    const list = answer.json(taskPage);
    return { ...list, tasks: list.tasks.slice(0, perPage) };
  }

  async getTask({ taskUuid, signal }: { taskUuid: string } & Ends): Promise<Task> {
    const answer = (await this.#http.get(path`/v1/tasks/${taskUuid}`, { signal })).json(task);
    return askedFor({ what: 'task', answer, pairs: [[taskUuid, answer.task_uuid]] });
  }

  /** `undefined` where the server has no such endpoint or no such task. */
  async findSummary({ taskUuid, signal }: { taskUuid: string } & Ends): Promise<TaskSummary | undefined> {
    const answer = await this.#http.get(path`/v1/tasks/${taskUuid}/summary`, { signal, accept: [404, 405, 501] });
    if (answer.status !== 200) return undefined;
    const summary = answer.json(taskSummary);
    return askedFor({ what: 'task', answer: summary, pairs: [[taskUuid, summary.task.task_uuid]] });
  }

  /** By time of creation; empty for a task that does not exist. */
  async listSteps({ taskUuid, signal }: { taskUuid: string } & Ends): Promise<Step[]> {
    const answer = (await this.#http.get(path`/v1/tasks/${taskUuid}/workflow_steps`, { signal })).json(z.array(step));
    return askedFor({ what: 'task', answer, pairs: answer.map((one) => [taskUuid, one.task_uuid]) });
  }

  async getStep({ taskUuid, stepUuid, signal }: StepPlace & Ends): Promise<Step> {
    const answer = (await this.#http.get(path`/v1/tasks/${taskUuid}/workflow_steps/${stepUuid}`, { signal })).json(step);
    return askedStep({ taskUuid, stepUuid, answer });
  }

  /** Newest first. */
  async listStepAudit({ taskUuid, stepUuid, signal }: StepPlace & Ends): Promise<StepAudit[]> {
    const answer = await this.#http.get(path`/v1/tasks/${taskUuid}/workflow_steps/${stepUuid}/audit`, { signal });
    const rows = answer.json(z.array(stepAudit));
    return askedFor({ what: 'step', answer: rows, pairs: rows.map((row) => [stepUuid, row.workflow_step_uuid]) });
  }

  /** Newest first. The server gives no total. `resolutionStatus` in PascalCase. */
  async listDlq(query: { resolutionStatus?: string | undefined; limit: number; offset: number } & Ends): Promise<DlqEntry[]> {
    const { resolutionStatus, limit, offset, signal } = query;
    const answer = await this.#http.get('/v1/dlq', { query: { resolution_status: resolutionStatus, limit, offset }, signal });
    return answer.json(z.array(dlqEntry)).slice(0, limit);
  }

  /** The newest entry of a task; `undefined` where it has none. */
  async findDlqEntryOf({ taskUuid, signal }: { taskUuid: string } & Ends): Promise<DlqEntry | undefined> {
    const answer = await this.#http.get(path`/v1/dlq/task/${taskUuid}`, { signal, accept: [404] });
    if (answer.status === 404) return undefined;
    const entry = answer.json(dlqEntry);
    return askedFor({ what: 'task', answer: entry, pairs: [[taskUuid, entry.task_uuid]] });
  }

  async getDlqStats({ signal }: Ends): Promise<DlqStats[]> {
    return (await this.#http.get('/v1/dlq/stats', { signal })).json(z.array(dlqStats));
  }

  /** Pending entries, highest priority first. */
  async listDlqQueue({ limit, signal }: { limit: number } & Ends): Promise<QueueEntry[]> {
    const answer = await this.#http.get('/v1/dlq/investigation-queue', { query: { limit }, signal });
    return answer.json(z.array(queueEntry)).slice(0, limit);
  }

  /** Stale first, then warning, then healthy; longest in its state first. */
  async listStaleness({ limit, signal }: { limit: number } & Ends): Promise<Staleness[]> {
    const answer = await this.#http.get('/v1/dlq/staleness', { query: { limit }, signal });
    return answer.json(z.array(staleness)).slice(0, limit);
  }

  async getPerformance({ hours, signal }: { hours: number } & Ends): Promise<Performance> {
    return (await this.#http.get('/v1/analytics/performance', { query: { hours }, signal })).json(performance);
  }

  async getBottlenecks({ limit, minExecutions, signal }: { limit: number; minExecutions: number } & Ends): Promise<Bottlenecks> {
    const query = { limit, min_executions: minExecutions };
    return (await this.#http.get('/v1/analytics/bottlenecks', { query, signal })).json(bottlenecks);
  }

  async listTemplates({ namespace, signal }: { namespace?: string | undefined } & Ends): Promise<TemplateList> {
    return (await this.#http.get('/v1/templates', { query: { namespace }, signal })).json(templateList);
  }

  async getTemplate(template: { namespace: string; name: string; version: string } & Ends): Promise<TemplateDetail> {
    const { namespace, name, version, signal } = template;
    const place = path`/v1/templates/${namespace}/${name}/${version}`;
    const answer = (await this.#http.get(place, { signal })).json(templateDetail);
    const came = [answer.namespace, answer.name, answer.version];
    return askedFor({ what: 'template', answer, pairs: [namespace, name, version].map((asked, at) => [asked, came[at] ?? '']) });
  }

  /** Says only that the process answers. */
  async getHealth({ signal }: Ends): Promise<Health> {
    return (await this.#http.get('/health', { signal })).json(health);
  }

  async getDetailedHealth({ signal }: Ends): Promise<DetailedHealth> {
    return (await this.#http.get('/health/detailed', { signal })).json(detailedHealth);
  }

  async getConfig({ signal }: Ends): Promise<SystemConfig> {
    return (await this.#http.get('/config', { signal })).json(systemConfig);
  }

  /** The health of the worker that the profile names. */
  async getWorkerHealth({ signal }: Ends): Promise<Health> {
    if (this.#worker === undefined)
      throw new LineclearError('not_configured', 'This profile names no Tasker worker.', {
        hint: 'Set worker_url in the tasker connection of this profile.',
      });
    return (await this.#worker.get('/health', { signal })).json(health);
  }
}
