import * as z from 'zod';
import { parsePublicKey } from './public-key.ts';

/** https://docs.github.com/en/rest/deploy-keys/deploy-keys#get-a-deploy-key */
export const deployKeyAnswer = z.object({
  id: z.int(),
  title: z.string(),
  key: z.string(),
  read_only: z.boolean(),
  created_at: z.string(),
  added_by: z.string().nullish(),
  last_used: z.string().nullish(),
});
type DeployKeyAnswer = z.output<typeof deployKeyAnswer>;

export const shownDeployKey = z.object({
  key_id: z.int(),
  title: z.string(),
  read_only: z.boolean(),
  fingerprint: z.string().nullable(),
  added_by: z.string().nullable(),
  created_at: z.string(),
  last_used: z.string().nullable(),
});

export const showDeployKey = (key: DeployKeyAnswer): z.output<typeof shownDeployKey> => ({
  key_id: key.id,
  title: key.title,
  read_only: key.read_only,
  fingerprint: fingerprintOf(key),
  added_by: key.added_by ?? null,
  created_at: key.created_at,
  last_used: key.last_used ?? null,
});

export const fingerprintOf = ({ key }: Pick<DeployKeyAnswer, 'key'>): string | null => parsePublicKey(key)?.fingerprint ?? null;
