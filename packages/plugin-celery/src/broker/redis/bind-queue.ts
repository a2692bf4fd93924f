import type { RedisLink } from '../../redis/link.ts';
import type { Cancellable } from '../broker.ts';
import type { RedisLayout } from './layout.ts';
import { bindingKey } from './layout.ts';

/**
 * Binds a queue as Celery's own clients do whenever they send to one: without it a queue that no worker serves would be on no list, and
 * what waits there forgotten. In vain where the user of Redis may not: the task is sent in any case.
 */
export const bindQueue = async ({
  link,
  layout,
  queue,
  signal,
}: { link: RedisLink; layout: RedisLayout; queue: string } & Cancellable): Promise<void> => {
  const key = bindingKey({ prefix: layout.prefix, exchange: queue });
  await link.send(['SADD', key, [queue, '', queue].join(layout.separator)], { signal }).catch(() => undefined);
};
