import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { pluginOf } from '../../test/plugin-of.ts';
import { seededToMs } from './open-metrics.ts';
import { startSeededPrometheus } from './seeded-prometheus.ts';

/** Some tools alone, with the settings of a grafana connection. Their clock stands still where the seeded series end. */
export const startTools = async ({
  tools,
  settings,
  nowMs = seededToMs,
  ...options
}: {
  tools: readonly AnyTool[];
  settings: JsonObject;
  nowMs?: number;
} & Pick<StartOptions, 'limits'>): Promise<StartedPlugin> => {
  const clock = { now: () => nowMs };
  const started = await startPlugin({ plugin: pluginOf(tools), connections: { grafana: settings }, clock, ...options });
  onTestFinished(started.close);
  return started;
};

/** A tool on the real Prometheus that `url` names, as a function of its arguments. */
export const callerOf =
  ({ tool, url }: { tool: AnyTool; url: () => string }) =>
  async (args: JsonObject = {}, name: string = tool.name): Promise<JsonObject> => {
    const { callTool } = await startTools({ tools: [tool], settings: { prometheus: { url: url() } } });
    return callTool(name, args);
  };

/** A Prometheus for all tests of a file. */
export const useSeededPrometheus = (): (() => string) => {
  let prometheus: Awaited<ReturnType<typeof startSeededPrometheus>> | undefined;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus();
  });
  afterAll(() => prometheus?.stop());
  return () => prometheus?.url ?? '';
};
