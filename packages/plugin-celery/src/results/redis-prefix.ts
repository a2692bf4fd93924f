import { scanKeys } from '../broker/redis/scan-keys.ts';
import type { Cancellable } from '../broker/broker.ts';
import type { RedisLink } from '../redis/link.ts';

const marker = 'celery-task-meta-';
/** Milliseconds before the keyspace is searched again for the first record. */
const pauseMs = 10_000;
/** Records to look at: enough to see whether several applications share the database. */
const enough = 200;

/**
 * Finds out what workers put before the keys of results (`global_keyprefix` and an underscore). Records without a prefix win;
 * several prefixes cannot be told apart and count as none: then the configuration has to say it.
 */
export const resultPrefixReader = ({
  link,
  keyPrefix,
  now,
}: {
  link: RedisLink;
  keyPrefix: string | undefined;
  now: () => number;
}): ((options: Cancellable) => Promise<string>) => {
  let known = keyPrefix;
  let lastSearchMs = Number.NEGATIVE_INFINITY;
  return async ({ signal }) => {
    if (known !== undefined) return known;
    if (now() - lastSearchMs < pauseMs) return '';
    const prefixes = await findPrefixes({ link, signal });
    lastSearchMs = now();
    if (prefixes.size > 0) known = prefixes.size === 1 ? [...prefixes].join('') : '';
    return known ?? '';
  };
};

const findPrefixes = async ({ link, signal }: { link: RedisLink } & Cancellable): Promise<ReadonlySet<string>> => {
  const prefixes = new Set<string>();
  let seen = 0;
  for await (const key of scanKeys({ link, match: `*${marker}*`, signal })) {
    prefixes.add(key.slice(0, key.indexOf(marker)));
    seen += 1;
    if (seen >= enough) break;
  }
  return prefixes;
};
