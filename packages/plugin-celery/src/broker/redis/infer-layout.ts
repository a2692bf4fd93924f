import { LineclearError } from '@lineclear/core/plugin';
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
 * Undefined when no worker was ever here: then nothing contradicts the defaults. Throws `not_configured` where several prefixes are used.
 */
export const inferLayout = async ({
  link,
  controlExchange,
  keyPrefix,
  signal,
}: { link: RedisLink; controlExchange: string; keyPrefix?: string | undefined } & Cancellable): Promise<Inferred | undefined> => {
  const suffix = bindingKey({ prefix: '', exchange: `${controlExchange}.pidbox` });
  // Without a prefix, as for most, the key is known and the keyspace need not be searched.
  const membersOf = async (key: string) =>
    asTexts(await orNotOurs({ step: link.send(['SMEMBERS', key], { signal }), instead: [] }));
  const likely = await membersOf(`${keyPrefix ?? ''}${suffix}`);
  if (likely.length > 0) return { prefix: keyPrefix ?? '', separator: separatorOf(likely) };
  if (keyPrefix !== undefined) return undefined;
  const found = new Map<string, string>();
  for await (const key of scanKeys({ link, match: `*${escapeGlob(suffix)}`, signal })) {
    const members = await membersOf(key);
    if (members.length > 0) found.set(key.slice(0, -suffix.length), separatorOf(members));
  }
  if (found.size > 1) throw severalPrefixes([...found.keys()].toSorted());
  const [only] = found;
  return only && { prefix: only[0], separator: only[1] };
};

/** Whoever picked one might send to production what was meant for a test. */
const severalPrefixes = (prefixes: readonly string[]): LineclearError =>
  new LineclearError('not_configured', `Workers of ${prefixes.length} key prefixes share this Redis database.`, {
    hint: 'Set key_prefix in the profile to the global_keyprefix of the workers that are meant: details.prefixes has them.',
    details: { reason: 'several_key_prefixes', prefixes: prefixes.slice(0, 20) },
    effect: 'none',
  });

/** A member is two separators before the queue's name: the shortest text that stands there twice. */
export const separatorOf = (members: readonly string[]): string => {
  const [member = ''] = members;
  for (let length = 1; length * 2 < member.length; length += 1) {
    if (member.slice(0, length) === member.slice(length, length * 2)) return member.slice(0, length);
  }
  return defaultSeparator;
};

const escapeGlob = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
