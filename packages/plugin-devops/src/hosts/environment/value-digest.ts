import { createHmac, randomBytes } from 'node:crypto';
import type { PluginState } from '@lineclear/core/plugin';

const stateKey = 'environment/digest_key';

/**
 * Short digests of values under a random key that the profile keeps: equal values share one, on every host and in every answer, and
 * nobody without the key can try out a guess. The first use makes the key.
 */
export const openValueDigest = async (state: PluginState): Promise<(value: string) => string> => {
  // Of several processes one makes the key, and all use that.
  await state.create(stateKey, randomBytes(32).toString('base64'));
  const key = Buffer.from(String(await state.get(stateKey)), 'base64');
  return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, 10);
};
