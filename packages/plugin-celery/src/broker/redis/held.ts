import { list, text } from '../../protocol/field.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import { parseTaskMessage } from '../../protocol/parse-message.ts';
import type { WireValue } from '../../protocol/wire-value.ts';
import type { RedisLink } from '../../redis/link.ts';
import { asList, asText, asTexts } from '../../redis/reply.ts';
import type { Cancellable, HeldTask } from '../broker.ts';
import { toWireMessage } from './envelope.ts';
import type { RedisLayout } from './layout.ts';
import { unackedIndexKey, unackedKey } from './layout.ts';

/** Reads what workers took and have not acknowledged. A worker that is gone loses it after the visibility timeout, in seconds. */
export const readHeld = async ({
  link,
  layout,
  visibilityTimeoutS,
  signal,
}: { link: RedisLink; layout: RedisLayout; visibilityTimeoutS: number } & Cancellable): Promise<readonly HeldTask[]> => {
  const scores = await readScores({ link, layout, signal });
  const held = new Map<string, HeldTask>();
  let cursor = '0';
  do {
    const [next, pairs] = asList(await link.send(['HSCAN', unackedKey(layout), cursor, 'COUNT', '500'], { signal }));
    for (const [tag, value] of inPairs(asTexts(pairs))) {
      const entry = toHeld({ value, takenAtMs: scores.get(tag), visibilityTimeoutS });
      if (entry !== undefined) held.set(tag, entry);
    }
    cursor = asText(next);
  } while (cursor !== '0');
  return [...held.values()];
};

const readScores = async ({ link, layout, signal }: { link: RedisLink; layout: RedisLayout } & Cancellable) => {
  const pairs = asTexts(await link.send(['ZRANGE', unackedIndexKey(layout), '0', '-1', 'WITHSCORES'], { signal }));
  return new Map(inPairs(pairs).map(([tag, score]) => [tag, Math.round(Number(score) * 1_000)]));
};

const toHeld = ({
  value,
  takenAtMs,
  visibilityTimeoutS,
}: {
  value: string;
  takenAtMs: number | undefined;
  visibilityTimeoutS: number;
}): HeldTask | undefined => {
  const [envelope, , routingKey] = parseEntry(value);
  const message = toWireMessage(envelope);
  const task = message === undefined ? undefined : parseTaskMessage(message);
  if (task === undefined) return undefined;
  return {
    queue: text(routingKey) ?? '',
    task,
    takenAtMs,
    redeliveredAtMs: takenAtMs === undefined ? undefined : takenAtMs + visibilityTimeoutS * 1_000,
  };
};

const parseEntry = (value: string): readonly WireValue[] => {
  try {
    return list(parseJson(value)) ?? [];
  } catch {
    return [];
  }
};

const inPairs = (texts: readonly string[]): readonly (readonly [string, string])[] =>
  texts.flatMap((first, index) => (index % 2 === 0 ? [[first, texts[index + 1] ?? ''] as const] : []));
