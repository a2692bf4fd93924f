import type { JsonObject, Plugin } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type GrafanaSandbox, type GrafanaSandboxOptions, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';

/** The time of every test that lets none go by. */
export const noonMs = Date.UTC(2026, 2, 2, 12);

export type Starting = Pick<StartOptions, 'person' | 'principal' | 'clock' | 'limits'>;

/** A toolset in front of some servers. */
export const startInFront = async ({
  plugin,
  settings,
  ...starting
}: Starting & { plugin: Plugin; settings: JsonObject }): Promise<StartedPlugin> => {
  const started = await startPlugin({ plugin, connections: { grafana: settings }, ...starting });
  onTestFinished(started.close);
  return started;
};

export type SandboxOptions = GrafanaSandboxOptions &
  Pick<Starting, 'person' | 'principal' | 'limits'> & { settings?: JsonObject };

export interface InSandbox extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
  /** What has been sent so far that changes something. */
  readonly sent: () => readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
}

/** A toolset in front of a Grafana of its own whose time stands still. */
export const startInSandbox = async ({
  plugin,
  settings = {},
  person,
  principal,
  limits,
  clock = { now: () => noonMs },
  ...options
}: SandboxOptions & { plugin: Plugin }): Promise<InSandbox> => {
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', clock, ...options });
  onTestFinished(() => sandbox.close());
  const started = await startInFront({
    plugin,
    clock,
    settings: { grafana: { url: sandbox.url, ...settings } },
    ...(person !== undefined && { person }),
    ...(principal !== undefined && { principal }),
    ...(limits !== undefined && { limits }),
  });
  // A query by POST changes nothing.
  const sent = () =>
    sandbox.http
      .unsafe()
      .filter(({ path }) => !/\/query(_range)?$/.test(path))
      .map(({ method, path, json }) => ({ method, path, body: json }));
  return { ...started, sandbox, sent };
};
