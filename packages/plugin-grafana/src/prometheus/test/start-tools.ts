import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import { seededToMs } from './open-metrics.ts';

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
  const toolsets = new Set(tools.map(({ toolset }) => toolset));
  const plugin = definePlugin({
    id: 'grafana',
    title: 'Grafana',
    version: '1.0.0',
    toolsets: Object.fromEntries([...toolsets].map((name) => [name, { title: name, use: `What belongs to ${name}.` }])),
    tools,
    aliasPrefixes: ['mcp_grafana_'],
  });
  const clock = { now: () => nowMs };
  const started = await startPlugin({ plugin, connections: { grafana: settings }, clock, ...options });
  onTestFinished(started.close);
  return started;
};
