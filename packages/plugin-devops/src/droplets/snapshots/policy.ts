import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** When a droplet is backed up: https://docs.digitalocean.com/reference/api/digitalocean/#tag/Droplets */
const policyAnswer = z.object({
  backup_enabled: z.boolean(),
  backup_policy: z
    .object({
      plan: z.string(),
      weekday: z.string().nullish(),
      hour: z.int(),
      retention_period_days: z.int().nullish(),
    })
    .nullish(),
  next_backup_window: z.object({ start: z.string(), end: z.string() }).nullish(),
});

export const shownPolicy = z.object({
  enabled: z.boolean(),
  plan: z.string().nullable(),
  weekday: z.string().nullable(),
  hour_utc: z.int().nullable(),
  kept_days: z.int().nullable(),
  next: z.string().nullable(),
});

export const policyOf = async ({
  id,
  reader,
  signal,
}: {
  id: number;
  reader: ApiReader;
  signal: AbortSignal;
}): Promise<z.output<typeof shownPolicy>> => {
  const schema = z.object({ policy: policyAnswer });
  const { policy } = await reader.get({ path: path`/v2/droplets/${id}/backups/policy`, schema, signal });
  const plan = policy.backup_enabled ? policy.backup_policy : undefined;
  return {
    enabled: policy.backup_enabled,
    plan: plan?.plan ?? null,
    weekday: plan?.weekday ?? null,
    hour_utc: plan?.hour ?? null,
    kept_days: plan?.retention_period_days ?? null,
    next: policy.next_backup_window?.start ?? null,
  };
};
