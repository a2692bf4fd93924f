import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type GrafanaSandbox, type GrafanaSandboxOptions, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';
import { createAlertRule } from '../create-alert-rule.ts';
import { createSilence } from '../create-silence.ts';
import { deleteAlertRule } from '../delete-alert-rule.ts';
import { deleteSilence } from '../delete-silence.ts';
import { getAlertHistory } from '../get-alert-history.ts';
import { getAlertRule } from '../get-alert-rule.ts';
import { listAlertRules } from '../list-alert-rules.ts';
import { listAlerts } from '../list-alerts.ts';
import { listContactPoints } from '../list-contact-points.ts';
import { listNotificationPolicies } from '../list-notification-policies.ts';
import { listSilences } from '../list-silences.ts';
import { updateAlertRule } from '../update-alert-rule.ts';

const tools: readonly AnyTool[] = [
  createAlertRule,
  updateAlertRule,
  deleteAlertRule,
  listAlertRules,
  getAlertRule,
  getAlertHistory,
  listContactPoints,
  listNotificationPolicies,
  listAlerts,
  listSilences,
  createSilence,
  deleteSilence,
];

/** The toolset alone. */
export const alerting = definePlugin({
  id: 'grafana',
  title: 'Grafana',
  version: '1.0.0',
  toolsets: { alerting: { title: 'Alerting', use: 'Alerts, silences and rules.' } },
  tools,
  aliasPrefixes: ['mcp_grafana_'],
});

type Starting = Pick<StartOptions, 'person' | 'principal' | 'clock' | 'limits'>;

/** The tools in front of some servers. */
export const startAlerting = async ({ settings, ...starting }: Starting & { settings: JsonObject }): Promise<StartedPlugin> => {
  const started = await startPlugin({ plugin: alerting, connections: { grafana: settings }, ...starting });
  onTestFinished(started.close);
  return started;
};

export interface SandboxedAlerting extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
  /** What has been sent so far that changes something. */
  readonly sent: () => readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
}

export const noonMs = Date.UTC(2026, 2, 2, 12);

/** The tools in front of a Grafana of their own whose time stands still. */
export const startSandboxed = async ({
  settings = {},
  person,
  principal,
  clock = { now: () => noonMs },
  ...options
}: GrafanaSandboxOptions &
  Pick<Starting, 'person' | 'principal'> & { settings?: JsonObject } = {}): Promise<SandboxedAlerting> => {
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', clock, ...options });
  onTestFinished(() => sandbox.close());
  const started = await startAlerting({
    clock,
    settings: { grafana: { url: sandbox.url, ...settings } },
    ...(person !== undefined && { person }),
    ...(principal !== undefined && { principal }),
  });
  // A query by POST changes nothing.
  const sent = () =>
    sandbox.http
      .unsafe()
      .filter(({ path }) => !/\/query(_range)?$/.test(path))
      .map(({ method, path, json }) => ({ method, path, body: json }));
  return { ...started, sandbox, sent };
};
