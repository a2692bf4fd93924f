import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, PluginState } from '@lineclear/core/plugin';
import type { StartedPlugin, StartOptions } from '@lineclear/testing';
import { startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { ledgerOf } from '../ledger/ledger.ts';
import { chainAnswer } from '../start/chain-request.ts';
import { patient } from './patient.ts';
import { startingPlugin } from './starting-plugin.ts';

/** The tools as a caller has them, until the test ends. */
export const startStarting = async ({
  settings,
  ...options
}: { settings: JsonObject } & Omit<StartOptions, 'plugin' | 'connections'>) => {
  const started = await startPlugin({ plugin: startingPlugin, connections: { celery: patient(settings) }, ...options });
  onTestFinished(() => started.close());
  return {
    ...started,
    ledger: ledgerIn(started.composition.store),
    /** Previews and confirms, and yields the answer itself. */
    chain: async (args: JsonObject) => chainAnswer.parse(resultOf(await started.confirmTool('chain_tasks', args))),
    start: async (args: JsonObject) => resultOf(await started.confirmTool('start_background_task', args)),
  };
};

/** The id in the answer of a confirmed start. */
export const taskIdOf = (outcome: JsonObject): string => z.object({ task_id: z.string() }).parse(outcome['result']).task_id;

const resultOf = ({ outcome }: { outcome: JsonObject }): JsonObject => {
  const { result } = outcome;
  if (typeof result !== 'object' || result === null || Array.isArray(result)) throw new Error(JSON.stringify(outcome));
  return result;
};

/** A file of task types; the path of it. */
export const writeCatalogue = async (types: JsonObject): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-catalogue-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'catalogue.yaml');
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ task_types: types }));
  return path;
};

export const ledgerIn = (store: StartedPlugin['composition']['store']) => {
  const scope = 'celery/test';
  const state: PluginState = {
    get: (key) => store.getState(scope, key),
    set: (key, value) => store.setState(scope, key, value),
    create: (key, value) => store.createState(scope, key, value),
    delete: (key) => store.deleteState(scope, key),
    list: (query = {}) => store.listState(scope, query),
  };
  return ledgerOf(state);
};
