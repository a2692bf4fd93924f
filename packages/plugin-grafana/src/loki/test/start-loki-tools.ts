import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { type LokiLine, type LokiSandboxOptions, startLokiSandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';
import { pluginOf } from '../../test/plugin-of.ts';

/** When everything happens, in milliseconds since the epoch. */
export const nowMs = Date.parse('2026-03-02T12:00:00Z');

/** Some tools alone on a fake Loki that is asked directly; the clock stands still. */
export const startLokiTools = async ({
  tools,
  lines = [],
  settings = {},
  ...options
}: {
  tools: readonly AnyTool[];
  lines?: readonly LokiLine[];
  settings?: JsonObject;
} & Omit<LokiSandboxOptions, 'clock'>) => {
  const clock = { now: () => nowMs };
  const sandbox = await startLokiSandbox({ clock, ...options });
  sandbox.push(lines);
  const connections = { grafana: { loki: { url: sandbox.url, ...settings } } };
  const started = await startPlugin({ plugin: pluginOf(tools), connections, clock, limits: { answerBytes: 400_000 } });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox, queries: () => sandbox.http.requests.map(({ url }) => new URL(url, sandbox.url)) };
};

/** Lines one second apart, the last one a second ago. */
export const everySecond = (lines: readonly string[], labels: LokiLine['labels'] = { app: 'api' }): readonly LokiLine[] =>
  lines.map((line, index) => ({ labels, line, atMs: nowMs - (lines.length - index) * 1_000 }));
