import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Cancellable } from '../broker.ts';

/** The management API where it is configured: yields the JSON of a GET, with failures as LineclearError. Paths are encoded. */
export interface ManagementApi {
  get(path: string, options: Cancellable): Promise<unknown>;
}

export interface ListedQueue {
  readonly name: string;
  readonly unacknowledged: number | undefined;
  readonly maxPriority: number | undefined;
  readonly isQuorum: boolean;
}

/** What AMQP cannot tell: which queues there are, of which kind they are, and which workers listen for commands. */
export interface Management {
  version(options: Cancellable): Promise<string>;
  queues(options: Cancellable): Promise<readonly ListedQueue[]>;
  /** Rejects with `not_found` when there is none of this name. */
  queue(query: { readonly name: string } & Cancellable): Promise<ListedQueue>;
  /** Names of workers whose command queue is bound to the exchange. */
  workers(query: { readonly exchange: string } & Cancellable): Promise<readonly string[]>;
}

const Overview = z.object({ rabbitmq_version: z.string() });
const Queue = z.object({
  name: z.string(),
  type: z.string().nullish(),
  exclusive: z.boolean().nullish(),
  auto_delete: z.boolean().nullish(),
  messages_unacknowledged: z.int().nullish(),
  // A list instead of an object where there are none, in some versions.
  arguments: z.object({ 'x-max-priority': z.int().nullish() }).nullish().catch(null),
});
const Bindings = z.array(z.object({ destination: z.string(), destination_type: z.string() }));

// Queues of remote control, of event receivers, of remote control's answers and of our rpc results: no tasks in them.
const serviceQueue = /\.pidbox$|^celeryev\.|^lineclear\.results\./;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether tasks may wait in it. The rpc results of Celery's own client go to a queue that is named like an id and goes with it. */
const holdsTasks = ({ name, exclusive, auto_delete: isTemporary }: z.output<typeof Queue>): boolean =>
  exclusive !== true && !serviceQueue.test(name) && !(isTemporary === true && uuid.test(name));

export const createManagement = ({ api, vhost }: { api: ManagementApi; vhost: string }): Management => {
  const inVhost = encodeURIComponent(vhost);
  const ask = async <S extends z.ZodType>({ path, schema, ...options }: { path: string; schema: S } & Cancellable) => {
    const answer = schema.safeParse(await api.get(path, options));
    if (answer.success) return answer.data;
    throw new LineclearError('upstream_error', 'The management API of RabbitMQ answered something unexpected.', {
      hint: 'Check that the management URL is the one of RabbitMQ.',
      cause: answer.error,
    });
  };
  return {
    version: async (options) => (await ask({ path: '/api/overview', schema: Overview, ...options })).rabbitmq_version,
    queues: async (options) =>
      (await ask({ path: `/api/queues/${inVhost}`, schema: z.array(Queue), ...options })).filter(holdsTasks).map(toListedQueue),
    queue: async ({ name, ...options }) =>
      toListedQueue(await ask({ path: `/api/queues/${inVhost}/${encodeURIComponent(name)}`, schema: Queue, ...options })),
    workers: async ({ exchange, ...options }) => {
      const path = `/api/exchanges/${inVhost}/${encodeURIComponent(exchange)}/bindings/source`;
      return (await ask({ path, schema: Bindings, ...options }))
        .filter(({ destination_type: type, destination }) => type === 'queue' && destination.endsWith(`.${exchange}`))
        .map(({ destination }) => destination.slice(0, -exchange.length - 1));
    },
  };
};

const toListedQueue = (queue: z.output<typeof Queue>): ListedQueue => ({
  name: queue.name,
  unacknowledged: queue.messages_unacknowledged ?? undefined,
  maxPriority: queue.arguments?.['x-max-priority'] ?? undefined,
  isQuorum: queue.type === 'quorum',
});
