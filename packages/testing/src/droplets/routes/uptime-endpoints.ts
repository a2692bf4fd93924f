import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { toUptimeCheck, toUptimeState } from '../wire/network.ts';
import { bodyOf, endpoint, noContent, orNotFound, page } from './endpoint.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';

const everywhere = ['us_east', 'us_west', 'eu_west', 'se_asia'] as const;
// Clients in Go send null for what they have nothing for.
const regions = z
  .array(z.enum(everywhere))
  .nullish()
  .transform((names) => names ?? [...everywhere]);
const check = z.object({
  name: z.string().min(1),
  type: z.enum(['ping', 'http', 'https']),
  target: z.string().min(1),
  regions,
  enabled: z.boolean().default(true),
});
const alert = z.object({
  name: z.string().min(1),
  type: z.enum(['latency', 'down', 'down_global', 'ssl_expiry']),
  threshold: z.int().optional(),
  comparison: z.enum(['greater_than', 'less_than']).optional(),
  period: z.enum(['2m', '3m', '5m', '10m', '15m', '30m', '1h']).optional(),
  notifications: z.object({
    email: z.array(z.email()).default([]),
    slack: z.array(z.object({ channel: z.string(), url: z.url() })).default([]),
  }),
});

/** Checks from outside, and whom they tell. */
export const uptimeEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /uptime/checks', (call) => page(call, 'checks', [...call.world.uptimeChecks.values()], toUptimeCheck)),
  endpoint('POST /uptime/checks', (call) => ({
    status: 201,
    json: { check: toUptimeCheck(call.world.addUptimeCheck(bodyOf(call, check))) },
  })),
  endpoint('GET /uptime/checks/:check', (call) => ({ json: { check: toUptimeCheck(checkOf(call)) } })),
  endpoint('PUT /uptime/checks/:check', (call) => ({
    json: { check: toUptimeCheck(Object.assign(checkOf(call), bodyOf(call, check))) },
  })),
  endpoint('DELETE /uptime/checks/:check', (call) => {
    call.world.uptimeChecks.delete(checkOf(call).id);
    return noContent;
  }),
  endpoint('GET /uptime/checks/:check/state', (call) => ({ json: { state: toUptimeState(checkOf(call)) } })),
  endpoint('GET /uptime/checks/:check/alerts', (call) => page(call, 'alerts', checkOf(call).alerts, (one) => one)),
  endpoint('POST /uptime/checks/:check/alerts', (call) => {
    const created = { id: randomUUID(), ...bodyOf(call, alert) };
    checkOf(call).alerts.push(created);
    return { status: 201, json: { alert: created } };
  }),
  endpoint('DELETE /uptime/checks/:check/alerts/:alert', (call) => {
    const { alerts } = checkOf(call);
    const at = alerts.findIndex(({ id }) => id === call.params['alert']);
    if (at < 0) orNotFound(undefined);
    alerts.splice(at, 1);
    return noContent;
  }),
];

const checkOf = ({ world, params }: EndpointCall) => orNotFound(world.uptimeChecks.get(params['check'] ?? ''));
