import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { tasker } from '../connection.ts';
import type { SystemConfig } from '../schemas/system.ts';

export const systemConfig = tasker.read({
  name: 'system_config',
  title: 'Configuration of Tasker',
  toolset: 'system',
  description:
    'Show the configuration that the Tasker server runs with; it leaves secrets out. Use system_health for how it is doing.',
  input: z.strictObject({}),
  // The other sections (auth, circuit_breakers, database_pools, messaging, …) pass as the server tells them.
  output: z.looseObject({
    metadata: z.looseObject({
      timestamp: z.string().nullable(),
      environment: z.string().nullable(),
      version: z.string().nullable(),
    }),
  }),
  run: ({ reader, signal }) => getConfig({ reader, signal }),
});

const getConfig = async (ask: { reader: TaskerReader; signal: AbortSignal }): Promise<SystemConfig> => {
  try {
    return await ask.reader.getConfig({ signal: ask.signal });
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    throw new LineclearError('unsupported', 'This Tasker server does not tell its configuration.', {
      hint: 'Set config_endpoint_enabled = true in the web section of its orchestration configuration (it is false there), or read its files.',
      details: { ...error.details, reason: 'config_endpoint_disabled' },
      cause: error,
    });
  }
};
