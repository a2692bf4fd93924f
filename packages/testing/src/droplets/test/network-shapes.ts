import * as z from 'zod';
import { droplet, region, time } from './machine-shapes.ts';

export const volume = z.strictObject({
  id: z.string(),
  droplet_ids: z.array(z.int()),
  name: z.string(),
  description: z.string(),
  size_gigabytes: z.int(),
  created_at: time,
  filesystem_type: z.string(),
  filesystem_label: z.string(),
  tags: z.array(z.string()).nullable(),
  region,
});
export const vpc = z.strictObject({
  id: z.uuid(),
  urn: z.string().startsWith('do:vpc:'),
  name: z.string(),
  description: z.string().max(255),
  region: z.string(),
  ip_range: z.cidrv4(),
  default: z.boolean(),
  created_at: time,
});
const targets = z.strictObject({
  addresses: z.array(z.string()).optional(),
  droplet_ids: z.array(z.int()).optional(),
  load_balancer_uids: z.array(z.string()).optional(),
  kubernetes_ids: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
});
const rule = { protocol: z.enum(['tcp', 'udp', 'icmp']), ports: z.string().regex(/^\d+(?:-\d+)?$/) };
export const firewall = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(['waiting', 'succeeded', 'failed']),
  created_at: time,
  pending_changes: z.array(z.strictObject({ droplet_id: z.int(), removing: z.boolean(), status: z.string() })),
  droplet_ids: z.array(z.int()),
  tags: z.array(z.string()),
  inbound_rules: z.array(z.strictObject({ ...rule, sources: targets })),
  outbound_rules: z.array(z.strictObject({ ...rule, destinations: targets })),
});
export const loadBalancer = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  ip: z.ipv4(),
  size: z.enum(['lb-small', 'lb-medium', 'lb-large']),
  size_unit: z.int().min(1).max(100),
  algorithm: z.string(),
  status: z.enum(['new', 'active', 'errored']),
  created_at: time,
  forwarding_rules: z
    .array(
      z.strictObject({
        entry_protocol: z.string(),
        entry_port: z.int(),
        target_protocol: z.string(),
        target_port: z.int(),
        certificate_id: z.string(),
        tls_passthrough: z.boolean(),
      }),
    )
    .min(1),
  health_check: z.strictObject({
    protocol: z.string(),
    port: z.int(),
    path: z.string(),
    check_interval_seconds: z.int(),
    response_timeout_seconds: z.int(),
    unhealthy_threshold: z.int(),
    healthy_threshold: z.int(),
  }),
  sticky_sessions: z.strictObject({ type: z.string() }),
  redirect_http_to_https: z.boolean(),
  enable_proxy_protocol: z.boolean(),
  enable_backend_keepalive: z.boolean(),
  vpc_uuid: z.uuid(),
  region,
  tag: z.string(),
  droplet_ids: z.array(z.int()),
});
export const reservedIp = z.strictObject({
  ip: z.ipv4(),
  region,
  droplet: droplet.nullable(),
  locked: z.boolean(),
  project_id: z.uuid(),
});
export const record = z.strictObject({
  id: z.int(),
  type: z.string(),
  name: z.string(),
  data: z.string(),
  priority: z.int().nullable(),
  port: z.int().nullable(),
  ttl: z.int(),
  weight: z.int().nullable(),
  flags: z.int().nullable(),
  tag: z.string().nullable(),
});
export const check = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  type: z.enum(['ping', 'http', 'https']),
  target: z.string(),
  regions: z.array(z.enum(['us_east', 'us_west', 'eu_west', 'se_asia'])),
  enabled: z.boolean(),
});
export const alert = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  type: z.enum(['latency', 'down', 'down_global', 'ssl_expiry']),
  threshold: z.int().optional(),
  comparison: z.enum(['greater_than', 'less_than']).optional(),
  period: z.enum(['2m', '3m', '5m', '10m', '15m', '30m', '1h']).optional(),
  notifications: z.strictObject({
    email: z.array(z.string()),
    slack: z.array(z.strictObject({ channel: z.string(), url: z.string() })),
  }),
});
export const state = z.strictObject({
  regions: z.record(
    z.string(),
    z.strictObject({
      status: z.enum(['DOWN', 'UP', 'CHECKING']),
      status_changed_at: time,
      thirty_day_uptime_percentage: z.number(),
    }),
  ),
  previous_outage: z.strictObject({
    region: z.string(),
    started_at: z.string(),
    ended_at: z.string(),
    duration_seconds: z.int(),
  }),
});
