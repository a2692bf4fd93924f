import type { RedisLink } from '../../redis/link.ts';
import { asList, asText, asTexts } from '../../redis/reply.ts';
import type { Cancellable } from '../broker.ts';

/** Keys that a look through the keyspace may pass before it gives up; results of years may lie there. */
const maxPages = 1_000;
const keysPerPage = 2_000;

/** Yields the keys that match, some of them perhaps twice, and at the end whether all keys were looked at. */
export async function* scanKeys({
  link,
  match,
  signal,
}: { link: RedisLink; match: string } & Cancellable): AsyncGenerator<string, { readonly complete: boolean }> {
  let cursor = '0';
  for (let page = 0; page < maxPages; page += 1) {
    const [next, keys] = asList(await link.send(['SCAN', cursor, 'MATCH', match, 'COUNT', `${keysPerPage}`], { signal }));
    yield* asTexts(keys);
    cursor = asText(next);
    if (cursor === '0') return { complete: true };
  }
  return { complete: false };
}
