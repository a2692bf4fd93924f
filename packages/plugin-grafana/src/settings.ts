import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';

const address = {
  url: z.url({ protocol: /^https?$/ }),
  token: secret().optional().describe('A bearer token. Use this or username and password.'),
  username: z.string().min(1).optional(),
  password: secret().optional(),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), secret())
    .optional()
    .describe('Further request headers.'),
  timeout_ms: z.int().min(100).max(600_000).default(30_000).describe('The longest one request may take, in milliseconds.'),
};

/** Credentials are a token, or a user with a password, or none. */
const isConsistent = ({ token, username, password }: { token?: unknown; username?: unknown; password?: unknown }): boolean =>
  (username === undefined) === (password === undefined) && (token === undefined || username === undefined);

const consistent = { error: 'use token, or username with password', path: ['token'] };

const grafana = z
  .strictObject({
    ...address,
    url: address.url.describe('Such as https://grafana.example.com; it may have a path.'),
    token: secret().optional().describe('A service account token (glsa_…). Use this or username and password.'),
    org_id: z.int().min(1).optional().describe('The organisation, where the credentials know several.'),
    dashboard_api: z
      .enum(['auto', 'legacy', 'apis'])
      .default('auto')
      .describe('How dashboards are read and written: /api, /apis, or whichever the server has.'),
  })
  .refine(isConsistent, consistent);

const prometheus = z
  .strictObject({ ...address, url: address.url.describe('Such as http://localhost:9090; it may have a path.') })
  .refine(isConsistent, consistent);

const alertmanager = z
  .strictObject({ ...address, url: address.url.describe('Such as http://localhost:9093; it may have a path.') })
  .refine(isConsistent, consistent);

const loki = z
  .strictObject({
    ...address,
    url: address.url.describe('Such as http://localhost:3100; it may have a path.'),
    tenant: z.string().min(1).max(150).optional().describe('X-Scope-OrgID, where Loki has several tenants.'),
  })
  .refine(isConsistent, consistent);

/** What a profile says about monitoring: any of the four servers. */
export const settings = z
  .strictObject({
    grafana: grafana.optional().describe('Grafana, and through it every datasource that it knows.'),
    prometheus: prometheus.optional().describe('A Prometheus that is asked directly.'),
    alertmanager: alertmanager.optional().describe('An Alertmanager that is asked directly.'),
    loki: loki.optional().describe('A Loki that is asked directly.'),
  })
  .refine((servers) => Object.values(servers).some((server) => server !== undefined), {
    error: 'name at least one of grafana, prometheus, alertmanager, loki',
  });

export type Settings = z.output<typeof settings>;
export type ServerSettings = NonNullable<Settings['prometheus']>;
