import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import type { StartedPlugin } from '@lineclear/testing';
import { pluginOf } from '../../test/plugin-of.ts';
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
import { type InSandbox, type SandboxOptions, startInFront, startInSandbox, type Starting } from './start-in-sandbox.ts';

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
const alerting = pluginOf(tools);

/** The tools in front of some servers. */
export const startAlerting = (starting: Starting & { settings: JsonObject }): Promise<StartedPlugin> =>
  startInFront({ plugin: alerting, ...starting });

/** The tools in front of a Grafana of their own whose time stands still. */
export const startSandboxed = (options: SandboxOptions = {}): Promise<InSandbox> =>
  startInSandbox({ plugin: alerting, ...options });
