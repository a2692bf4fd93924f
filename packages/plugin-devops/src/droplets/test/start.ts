import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartOptions } from '@lineclear/testing';
import type { DropletSandboxOptions } from '@lineclear/testing/droplets';
import { onTestFinished } from 'vitest';
import { open, startBackend } from './backend.ts';

export type DropletsOptions = DropletSandboxOptions & { settings?: JsonObject } & Partial<
    Pick<StartOptions, 'person' | 'readOnly' | 'profile' | 'plugin'>
  >;

/** The plugin before an account of its own, ended with the test. */
export const start = async ({ settings = {}, person, readOnly, profile, plugin = open, ...sandbox }: DropletsOptions = {}) => {
  const backend = await startBackend(sandbox);
  const started = await startPlugin({
    plugin,
    connections: { droplets: { ...backend.connections.droplets, ...settings } },
    ...(person !== undefined && { person }),
    ...(readOnly !== undefined && { readOnly }),
    ...(profile !== undefined && { profile }),
    ...(sandbox.clock !== undefined && { clock: sandbox.clock }),
  });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  return {
    ...started,
    ...backend,
    /** What has been sent so far that changes something. */
    sent: () => backend.http[0].unsafe().map(({ method, path }) => `${method} ${path}`),
  };
};
