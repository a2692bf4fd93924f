import { LineclearError, Secret, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { parseRabbitmqUrl } from './broker/rabbitmq/address.ts';
import { parseRedisUrl } from './redis/address.ts';

/** What a profile may allow beside starting and cancelling tasks. */
export const controls = ['pool', 'rate_limit', 'shutdown', 'purge'] as const;

const isRabbitmq = (url: string): boolean => /^(py)?amqps?:/i.test(url);

/** The complaint about a URL that cannot be used; it never repeats the URL, which may hold a password. */
const problemOf = ({ url, parse }: { url: string; parse: (url: string) => unknown }): string | undefined => {
  try {
    parse(url);
    return undefined;
  } catch (error) {
    return LineclearError.is(error) ? `${error.message} ${error.hint}` : String(error);
  }
};

const checked = (parse: (url: string) => unknown) =>
  secret().superRefine((url, context) => {
    const problem = problemOf({ url: url.reveal(), parse });
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

const isRedis = (url: string): boolean => /^redis(s|\+socket)?:/i.test(url);

const parseBroker = (url: string): unknown => {
  if (isRabbitmq(url)) return parseRabbitmqUrl(url);
  if (isRedis(url)) return parseRedisUrl(url);
  throw new LineclearError('unsupported', 'Only brokers on Redis and RabbitMQ can be reached directly.', {
    hint: 'Write redis://host:6379/0 or amqp://user:password@host:5672/vhost; Sentinel, Cluster and SQS are not supported.',
  });
};

/** `none` and `rpc://` say where there is nothing to reach: as secrets they would be hidden from every answer. */
const isWord = (backend: string): boolean => backend === 'none' || /^rpc:(\/\/)?$/.test(backend);

const parseBackend = (url: string): unknown => {
  if (isWord(url)) return undefined;
  if (isRedis(url)) return parseRedisUrl(url);
  throw new LineclearError('unsupported', 'Only results in Redis and rpc:// can be read directly.', {
    hint: 'Write none: tasks are then followed by workers, queues and events.',
  });
};

const isRpc = (backend: Secret | string | undefined): boolean => typeof backend === 'string' && backend !== 'none';

const name = z.string().min(1).max(255);

/** What a profile says about Celery. */
export const settings = z
  .strictObject({
    broker: checked(parseBroker).describe(
      "The broker's URL as the workers have it: redis://, rediss://, redis+socket://, amqp:// or amqps://.",
    ),
    result_backend: z
      .string()
      .min(1)
      .meta({ format: 'password', writeOnly: true })
      .superRefine((backend, context) => {
        const problem = problemOf({ url: backend, parse: parseBackend });
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      })
      .transform((backend) => (isWord(backend) ? backend : new Secret(backend)))
      .optional()
      .describe(
        'Where workers store results: a redis:// URL, rpc:// or none. When absent: the broker on Redis, rpc:// on RabbitMQ.',
      ),
    management_url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe(
        "RabbitMQ's management API, such as http://localhost:15672, with the broker's user: lists queues, finds workers faster.",
      ),
    catalogue: z.string().min(1).optional().describe('A YAML file of the task types that may be started; relative to this file.'),
    allow_tasks: z
      .array(name)
      .optional()
      .describe('Patterns of Celery task names that may be started beside the catalogue; all when there is no catalogue.'),
    deny_tasks: z.array(name).default(['celery.*']).describe('Patterns of Celery task names that are never started.'),
    routes: z
      .record(name, name)
      .default({})
      .describe('Queue by pattern of task name, where the workers route by functions or regular expressions.'),
    default_queue: name.optional().describe("The queue of tasks without a route; the workers' own setting when absent."),
    result_readers: z
      .array(name)
      .optional()
      .describe(
        'Principals that may read results of tasks that they did not start; * is everybody, as in development when absent.',
      ),
    control: z
      .array(z.enum(controls))
      .default([])
      .describe('Dangerous tools to offer: pool, rate_limit, shutdown (workers), purge (queues).'),
    limits: z
      .strictObject({
        in_flight: z.int().min(1).max(10_000).default(50).describe('Unfinished tasks that one caller may have started.'),
        per_minute: z.int().min(1).max(10_000).default(60).describe('Tasks that one caller may start in a minute.'),
        argument_bytes: z.int().min(256).max(16_777_216).default(65_536).describe('The largest arguments of a task, as JSON.'),
        result_characters: z.int().min(256).max(90_000).default(20_000).describe('The longest result shown, as JSON.'),
      })
      .prefault({}),
    key_prefix: z.string().optional().describe('global_keyprefix of broker_transport_options; found out when absent.'),
    separator: z.string().min(1).optional().describe('sep of broker_transport_options; found out when absent.'),
    priority_steps: z.array(z.int().min(0).max(255)).min(1).optional().describe('priority_steps of broker_transport_options.'),
    visibility_timeout_s: z.int().min(1).optional().describe('visibility_timeout of broker_transport_options, in seconds.'),
    result_key_prefix: z.string().optional().describe('What stands before celery-task-meta-; found out when absent.'),
    control_exchange: name.optional().describe("The workers' control_exchange."),
    event_exchange: name.optional().describe("The workers' event_exchange."),
    answer_timeout_ms: z
      .int()
      .min(50)
      .max(30_000)
      .default(1_000)
      .describe('The longest wait for answers of workers, in milliseconds.'),
  })
  // A broker that was refused above, such as an empty one, is a text here; its own complaint is enough.
  .refine(({ broker, result_backend: backend }) => !isRpc(backend) || !Secret.is(broker) || isRabbitmq(broker.reveal()), {
    path: ['result_backend'],
    error: 'rpc:// needs a RabbitMQ broker',
  });

export type Settings = z.output<typeof settings>;

/** Everything but addresses and credentials: what tools may look at. */
export type Rules = Omit<Settings, 'broker' | 'result_backend' | 'management_url'>;

/** Which broker, and which result backend, the URLs mean. */
export const backendsOf = ({
  broker,
  result_backend: given,
}: Pick<Settings, 'broker' | 'result_backend'>): {
  readonly broker: 'redis' | 'rabbitmq';
  readonly results: { readonly kind: 'redis'; readonly url: Secret } | { readonly kind: 'rpc' } | { readonly kind: 'none' };
} => {
  const kind = isRabbitmq(broker.reveal()) ? 'rabbitmq' : 'redis';
  if (Secret.is(given)) return { broker: kind, results: { kind: 'redis', url: given } };
  if (given === 'none') return { broker: kind, results: { kind: 'none' } };
  return { broker: kind, results: kind === 'redis' ? { kind, url: broker } : { kind: 'rpc' } };
};
