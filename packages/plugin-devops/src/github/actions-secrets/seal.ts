import type { Secret } from '@lineclear/core/plugin';
import * as z from 'zod';

/** The key that values are sealed for: https://docs.github.com/en/rest/actions/secrets#get-a-repository-public-key */
export const sealingKey = z.object({
  key_id: z.string(),
  key: z.base64().refine((key) => Buffer.from(key, 'base64').byteLength === 32),
});

/** Seals a value so that only GitHub can open it. The library is loaded with the first call. */
export const seal = async ({ value, key }: { value: Secret; key: string }): Promise<string> => {
  const { default: sodium } = await import('libsodium-wrappers');
  await sodium.ready;
  return Buffer.from(sodium.crypto_box_seal(value.reveal(), Buffer.from(key, 'base64'))).toString('base64');
};
