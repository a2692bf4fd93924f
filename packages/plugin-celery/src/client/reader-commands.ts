import { inspectMethods } from '../control/command.ts';

const ownReplies = '*.reply.celery.pidbox';
const ownBinding = '_kombu.binding.reply.celery.pidbox';

/**
 * Everything that reads and previews send to Redis. Workers are asked by a message on their channel and answer into a list that the
 * question names, so asking means to publish it, to bind an own list, to take the answers out, and to tidy both away. Nothing of that
 * touches a task or a queue of tasks, and PUBLISH is followed by the remote commands that change nothing in a worker.
 */
export const readerCommands: readonly string[] = [
  'AUTH',
  'SELECT',
  'INFO',
  'SCAN',
  'EXISTS',
  'LLEN',
  'LRANGE',
  'SMEMBERS',
  'HSCAN',
  'ZRANGE',
  'MGET',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'PSUBSCRIBE',
  'PUNSUBSCRIBE',
  ...inspectMethods.map((method) => `PUBLISH ${method}`),
  `SADD ${ownBinding}`,
  `SREM ${ownBinding}`,
  `BRPOP ${ownReplies}`,
  `DEL ${ownReplies}`,
];
