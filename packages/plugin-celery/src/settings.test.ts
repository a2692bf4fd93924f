import { expect, test } from 'vitest';
import { backendsOf, settings } from './settings.ts';

const parsed = (fields: Record<string, unknown>) => settings.safeParse(fields);
const kinds = (fields: Record<string, unknown>) => {
  const { broker, results } = backendsOf(settings.parse(fields));
  return `${broker} ${results.kind === 'redis' ? results.url.reveal() : results.kind}`;
};

test.each([
  ['redis://localhost', undefined, 'redis redis://localhost'],
  ['redis://localhost/1', 'redis://elsewhere/2', 'redis redis://elsewhere/2'],
  ['rediss://:pw@localhost/1', 'none', 'redis none'],
  ['redis+socket:///run/redis.sock', undefined, 'redis redis+socket:///run/redis.sock'],
  ['amqp://guest:guest@localhost//', undefined, 'rabbitmq rpc'],
  ['pyamqp://localhost', 'redis://localhost', 'rabbitmq redis://localhost'],
  ['amqps://localhost', 'rpc://', 'rabbitmq rpc'],
  ['amqp://localhost', 'none', 'rabbitmq none'],
])('broker %s with results in %s', (broker, backend, kind) => {
  expect(kinds({ broker, result_backend: backend })).toBe(kind);
});

test.each([
  [{ broker: 'sqs://key:s3cret@' }, 'Only brokers on Redis and RabbitMQ'],
  [{ broker: 'localhost:6379 s3cret' }, 'Only brokers on Redis and RabbitMQ'],
  [{ broker: 'redis://u:s3cret@localhost/first' }, 'The database in the Redis URL is not a number.'],
  [
    { broker: 'redis://localhost', result_backend: 'db+postgresql://u:s3cret@db/celery' },
    'Only results in Redis and rpc:// can be read',
  ],
  [{ broker: 'redis://u:s3cret@localhost', result_backend: 'rpc://' }, 'rpc:// needs a RabbitMQ broker'],
  [{ broker: 'redis://localhost', quue: 's3cret' }, 'quue'],
  [{ broker: '', result_backend: '' }, 'Too small'],
  [{ broker: 'redis://localhost', control: ['everything'] }, 'control'],
])('%j is refused without a word of what is secret', (fields, complaint) => {
  const { error } = parsed(fields);
  expect(JSON.stringify(error?.issues)).toContain(complaint);
  expect(JSON.stringify(error?.issues)).not.toContain('s3cret');
});

test('the defaults are the safe ones', () => {
  expect(settings.parse({ broker: 'redis://localhost' })).toMatchObject({
    deny_tasks: ['celery.*'],
    control: [],
    limits: { in_flight: 50, per_minute: 60, argument_bytes: 65_536, result_characters: 20_000 },
    answer_timeout_ms: 1_000,
  });
});
