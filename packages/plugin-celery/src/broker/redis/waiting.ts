import { parseTaskMessage } from '../../protocol/parse-message.ts';
import { orNotOurs } from '../../redis/failure.ts';
import type { RedisLink } from '../../redis/link.ts';
import { asNumber, asTexts } from '../../redis/reply.ts';
import type { Cancellable, QueueItem, QueuePage } from '../broker.ts';
import { parseEnvelope } from './envelope.ts';
import type { RedisLayout } from './layout.ts';
import { queueKeys } from './layout.ts';

/** Items per round trip of a search: some hundred kilobytes, so that Redis serves others in between. */
const chunk = 1_000;

interface Place extends Cancellable {
  readonly link: RedisLink;
  readonly layout: RedisLayout;
  readonly queue: string;
}

/** How many messages wait, by list, in the order of service. Lists that are empty do not exist. */
export const countWaiting = async ({ link, layout, queue, signal }: Place): Promise<readonly { key: string; count: number }[]> =>
  Promise.all(
    queueKeys({ layout, queue }).map(async (key) => ({
      key,
      count: asNumber(await orNotOurs({ step: link.send(['LLEN', key], { signal }), instead: 0 })),
    })),
  );

/** A page of waiting messages in the order of service: the oldest message is at the tail of its list. */
export const peekWaiting = async ({
  offset,
  limit,
  ...place
}: Place & { readonly offset: number; readonly limit: number }): Promise<QueuePage> => {
  const lists = await countWaiting(place);
  const items: QueueItem[] = [];
  let before = 0;
  for (const { key, count } of lists) {
    const skip = Math.max(0, offset - before);
    const take = Math.min(count - skip, limit - items.length);
    if (take > 0) {
      const range = ['LRANGE', key, `${-(skip + take)}`, `${-(skip + 1)}`];
      const texts = asTexts(await place.link.send(range, { signal: place.signal })).toReversed();
      items.push(...texts.map((text, index) => toItem({ text, position: before + skip + index })));
    }
    before += count;
  }
  return { items, total: before };
};

/** One message that was looked for, exactly as it lies in its list. */
export interface Found {
  readonly key: string;
  readonly text: string;
  readonly item: QueueItem;
}

/** Looks for tasks in every list of a queue; yields where they are and how many messages there are. */
export const findWaiting = async ({
  taskIds,
  ...place
}: Place & { readonly taskIds: readonly string[] }): Promise<{ found: ReadonlyMap<string, Found>; total: number }> => {
  const lists = await countWaiting(place);
  const wanted = new Set(taskIds);
  const found = new Map<string, Found>();
  let before = 0;
  for (const { key, count } of lists) {
    // From the head, where new messages arrive: while others come and go a message may be seen twice, but none is passed over.
    for (let start = 0; start < count && found.size < wanted.size; start += chunk) {
      const texts = asTexts(await place.link.send(['LRANGE', key, `${start}`, `${start + chunk - 1}`], { signal: place.signal }));
      for (const [index, text] of texts.entries()) {
        const taskId = idsIn(text).find((id) => wanted.has(id));
        if (taskId === undefined) continue;
        const item = toItem({ text, position: before + Math.max(0, count - 1 - start - index) });
        // The oldest of two copies runs first.
        if (item.task?.taskId === taskId) found.set(taskId, { key, text, item });
      }
    }
    before += count;
  }
  return { found, total: before };
};

// Parsing ten thousand messages takes seconds; the ids stand outside of the encoded body.
const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/"(?:correlation_id|id)": ?"((?:[^"\\]|\\.)*)"/g)].map(([, id = '']) =>
    id.includes('\\') ? unescaped(id) : id,
  );

// Python writes what is not ASCII as \u and four digits.
const unescaped = (id: string): string => {
  try {
    return String(JSON.parse(`"${id}"`));
  } catch {
    return id;
  }
};

const toItem = ({ text, position }: { text: string; position: number }): QueueItem => {
  const envelope = parseEnvelope(text);
  return {
    position,
    task: envelope === undefined ? undefined : parseTaskMessage(envelope),
    bytes: Buffer.byteLength(text),
  };
};
