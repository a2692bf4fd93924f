import { path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ApiReader } from '../client/api-reader.ts';

/** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Uptime */
export const checkAnswer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  target: z.string(),
  regions: z.array(z.string()).nullish(),
  enabled: z.boolean(),
});
export type CheckAnswer = z.output<typeof checkAnswer>;

export const alertAnswer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  period: z.string().nullish(),
  notifications: z.object({ email: z.array(z.string()).nullish(), slack: z.array(z.object({ channel: z.string() })).nullish() }),
});
export type AlertAnswer = z.output<typeof alertAnswer>;

export const regions = ['us_east', 'us_west', 'eu_west', 'se_asia'] as const;

export const shownCheck = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  target: z.string(),
  regions: z.array(z.string()),
  enabled: z.boolean(),
  alerts: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), tells: z.array(z.string()) })),
});

export const showCheck = (check: CheckAnswer, alerts: readonly AlertAnswer[]): z.output<typeof shownCheck> => ({
  id: check.id,
  name: check.name,
  type: check.type,
  target: check.target,
  regions: (check.regions ?? []).toSorted(),
  enabled: check.enabled,
  alerts: alerts.map(({ id, name, type, notifications }) => ({
    id,
    name,
    type,
    // The address of a Slack webhook is a secret: only the channel is told.
    tells: [...(notifications.email ?? []), ...(notifications.slack ?? []).map(({ channel }) => `slack ${channel}`)],
  })),
});

interface Asked {
  readonly id: string;
  readonly reader: ApiReader;
  readonly signal: AbortSignal;
}

export const checks = { path: '/v2/uptime/checks', key: 'checks', item: checkAnswer };

export const findCheck = async ({ id, reader, signal }: Asked): Promise<CheckAnswer | undefined> => {
  const schema = z.object({ check: checkAnswer });
  return (await reader.find({ path: path`/v2/uptime/checks/${id}`, schema, signal }))?.check;
};

export const alertsOf = ({ id, reader, signal }: Asked): Promise<readonly AlertAnswer[]> =>
  reader.all({ path: path`/v2/uptime/checks/${id}/alerts`, key: 'alerts', item: alertAnswer, signal });
