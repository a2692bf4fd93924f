import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type GrafanaSandbox, type GrafanaSandboxOptions, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished } from 'vitest';
import { pluginOf } from '../../test/plugin-of.ts';
import { addActivityToIncident } from '../add-activity-to-incident.ts';
import { createIncident } from '../create-incident.ts';
import { getIncident } from '../get-incident.ts';
import { listIncidents } from '../list-incidents.ts';
import { resolveIncident } from '../resolve-incident.ts';
import { updateIncident } from '../update-incident.ts';
import { noonMs } from './start-in-sandbox.ts';

const tools: readonly AnyTool[] = [
  listIncidents,
  getIncident,
  createIncident,
  updateIncident,
  addActivityToIncident,
  resolveIncident,
];

/** The toolset alone. */
export const incidentPlugin = pluginOf(tools);

export interface SandboxedIncidents extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
  /** The methods and paths of what has been sent so far that changes something. */
  readonly sent: () => readonly string[];
  /** Lets time go by. */
  readonly pass: (ms: number) => void;
}

/** The tools in front of a Grafana of their own, with or without the incident plugin. */
export const startIncidents = async ({
  settings = {},
  store,
  ...options
}: GrafanaSandboxOptions & Pick<StartOptions, 'store'> & { settings?: JsonObject } = {}): Promise<SandboxedIncidents> => {
  let nowMs = noonMs;
  const clock = { now: () => nowMs };
  const sandbox = await startGrafanaSandbox({ clock, ...options });
  const started = await startPlugin({
    plugin: incidentPlugin,
    connections: { grafana: { grafana: { url: sandbox.url, token: 'simulated-token-1', ...settings } } },
    clock,
    principal: 'ada',
    ...(store !== undefined && { store }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
    expect(sandbox.violations).toEqual([]);
  });
  const sent = () => sandbox.http.unsafe().flatMap(({ path }) => (isQuestion(path) ? [] : [path.split('/').at(-1) ?? '']));
  return { ...started, sandbox, sent, pass: (ms) => void (nowMs += ms) };
};

/** Every method of the plugin is a POST, those that only ask too. */
const isQuestion = (path: string): boolean => /\.(Get|Query)\w+$/.test(path);
