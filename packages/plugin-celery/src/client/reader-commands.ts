import { inspectMethods } from '../control/command.ts';

const ownReplies = '*.reply.celery.pidbox';
const ownBinding = '_kombu.binding.reply.celery.pidbox';

const redisCommands = [
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
] as const;

// The channel that hands messages out gives every one of them back: there is a nack and never an ack.
const rabbitmqCommands = [
  'connection.start-ok',
  'connection.tune-ok',
  'connection.open',
  'connection.close',
  'channel.open',
  'channel.close',
  'channel.close-ok',
  'confirm.select',
  'exchange.declare passive',
  'exchange.declare reply.celery.pidbox',
  'queue.declare passive',
  'queue.declare exclusive',
  'queue.declare lineclear.results.*',
  'queue.bind',
  'basic.qos',
  'basic.consume',
  'basic.cancel',
  'basic.nack',
  ...inspectMethods.map((method) => `basic.publish ${method}`),
] as const;

/**
 * Everything that reads and previews send, to Redis in capitals and to RabbitMQ in AMQP's own words. Workers are asked by a message
 * and answer into a queue that it names, so asking means to publish it, to bind an own queue, to take the answers out, and to tidy
 * both away. Nothing of that touches a task; what is published are the remote commands that change nothing in a worker. Queues of
 * tasks are looked into, on RabbitMQ by taking messages and giving them back.
 */
export const readerCommands: readonly string[] = [...redisCommands, ...rabbitmqCommands];
