import { orNotOurs } from '../../redis/failure.ts';
import type { RedisLink } from '../../redis/link.ts';
import { asTexts } from '../../redis/reply.ts';
import type { Cancellable } from '../broker.ts';
import { bindingKey, defaultSeparator } from './layout.ts';
import { scanKeys } from './scan-keys.ts';

export interface Inferred {
  readonly prefix: string;
  readonly separator: string;
}

/**
 * Reads the key prefix and the separator off the binding that every worker leaves behind for remote control.
 * Undefined when no worker was ever here: then nothing contradicts the defaults.
 */
export const inferLayout = async ({
  link,
  controlExchange,
  signal,
}: { link: RedisLink; controlExchange: string } & Cancellable): Promise<Inferred | undefined> => {
  const suffix = bindingKey({ prefix: '', exchange: `${controlExchange}.pidbox` });
  // Without a prefix, as for most, the key is known and the keyspace need not be searched.
  const membersOf = async (key: string) =>
    asTexts(await orNotOurs({ step: link.send(['SMEMBERS', key], { signal }), instead: [] }));
  const plain = await membersOf(suffix);
  if (plain.length > 0) return { prefix: '', separator: separatorOf(plain) };
  for await (const key of scanKeys({ link, match: `*${escapeGlob(suffix)}`, signal })) {
    const members = await membersOf(key);
    if (members.length > 0) return { prefix: key.slice(0, -suffix.length), separator: separatorOf(members) };
  }
  return undefined;
};

/** A member is two separators before the queue's name: the shortest text that stands there twice. */
export const separatorOf = (members: readonly string[]): string => {
  const [member = ''] = members;
  for (let length = 1; length * 2 < member.length; length += 1) {
    if (member.slice(0, length) === member.slice(length, length * 2)) return member.slice(0, length);
  }
  return defaultSeparator;
};

const escapeGlob = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
