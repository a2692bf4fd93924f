import { expect, test } from 'vitest';
import { isReservedQueue } from './reserved-queue.ts';

test.each([
  'unacked',
  'unacked_index',
  '_kombu.binding.celery',
  'celery@one.celery.pidbox',
  'celeryev.0c6f',
  'celery-task-meta-0c6f',
  'lineclear.results.0c6f',
  'amq.rabbitmq.reply-to',
  'celery\u0006\u00163',
])('%j is no queue for tasks', (name) => {
  expect(isReservedQueue(name)).toBe(true);
});

test.each(['celery', 'unacked-mail', 'reports.pidbox.eu', 'naïve 日本', 'q*', 'celery-tasks', 'celeryevents'])(
  '%j may be one',
  (name) => {
    expect(isReservedQueue(name)).toBe(false);
  },
);
