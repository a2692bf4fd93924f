import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin } from '@lineclear/testing';
import { type GrafanaSandbox, type GrafanaSandboxOptions, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished } from 'vitest';
import { pluginOf } from '../../test/plugin-of.ts';
import { createAnnotation } from '../create-annotation.ts';
import { generateDeeplink } from '../generate-deeplink.ts';
import { getAnnotations } from '../get-annotations.ts';
import { noonMs } from './start-in-sandbox.ts';

const navigation = pluginOf([generateDeeplink, getAnnotations, createAnnotation]);

export interface SandboxedNavigation extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
}

/** The tools in front of a Grafana of their own, with a folder, a dashboard and a rule. */
export const startNavigation = async ({
  settings = {},
  ...options
}: GrafanaSandboxOptions & { settings?: JsonObject } = {}): Promise<SandboxedNavigation> => {
  const clock = { now: () => noonMs };
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', clock, ...options });
  const started = await startPlugin({
    plugin: navigation,
    connections: { grafana: { grafana: { url: sandbox.url, token: 'simulated-token-1', ...settings } } },
    clock,
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
    expect(sandbox.violations).toEqual([]);
  });
  return { ...started, sandbox };
};

/** The tools where nothing can be asked. */
export const startOffline = async (connection: JsonObject): Promise<StartedPlugin> => {
  const started = await startPlugin({ plugin: navigation, connections: { grafana: connection }, clock: { now: () => noonMs } });
  onTestFinished(started.close);
  return started;
};
