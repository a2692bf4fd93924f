import { type StartOptions, startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import { maintenancePlugin } from '../src/index.ts';
import { startBackend } from './backend.ts';

/** The plugin on a fresh service, both closed when the test ends. */
export const start = async (options: Omit<StartOptions, 'plugin'> = {}) => {
  const backend = await startBackend();
  onTestFinished(backend.close);
  const started = await startPlugin({ plugin: maintenancePlugin, connections: backend.connections, ...options });
  onTestFinished(started.close);
  return { ...started, backend };
};
