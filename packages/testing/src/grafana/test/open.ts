import { onTestFinished } from 'vitest';
import type { Answered, Asking } from '../../tasker/test/ask.ts';
import { ask } from '../../tasker/test/ask.ts';
import type { GrafanaSandbox, GrafanaSandboxOptions } from '../sandbox.ts';
import { startGrafanaSandbox } from '../sandbox.ts';

/** A sandbox for one test, and how to ask it. */
export interface OpenGrafana extends GrafanaSandbox {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly post: (path: string, json: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly send: (path: string, asking: Asking) => Promise<Answered>;
}

export const openGrafana = async (options: GrafanaSandboxOptions = {}): Promise<OpenGrafana> => {
  const sandbox = await startGrafanaSandbox(options);
  onTestFinished(() => sandbox.close());
  return {
    ...sandbox,
    get: (path, headers = {}) => ask(sandbox.url + path, { headers }),
    post: (path, json, headers = {}) => ask(sandbox.url + path, { method: 'POST', json, headers }),
    send: (path, asking) => ask(sandbox.url + path, asking),
  };
};

/** A rule that the server takes, with changes. */
export const ruleRequest = (change: Readonly<Record<string, unknown>> = {}): object => ({
  title: 'Tunnel Errors',
  ruleGroup: 'tunnel',
  folderUID: 'tunnel-monitoring',
  condition: 'C',
  noDataState: 'NoData',
  execErrState: 'Error',
  for: '5m',
  orgID: 1,
  labels: { severity: 'warning' },
  data: [
    {
      refId: 'A',
      datasourceUid: 'prometheus',
      relativeTimeRange: { from: 600, to: 0 },
      model: { refId: 'A', expr: 'sum(rate(tunnel_errors_total[5m]))', instant: true },
    },
    { refId: 'C', datasourceUid: '__expr__', model: { refId: 'C', type: 'threshold', expression: 'A' } },
  ],
  ...change,
});

/** A dashboard as it is sent, with changes. */
export const dashboardRequest = (change: Readonly<Record<string, unknown>> = {}): object => ({
  dashboard: { uid: 'tunnel-health', title: 'Tunnel Health', schemaVersion: 42, panels: [], tags: ['tunnel'] },
  folderUid: 'tunnel-monitoring',
  message: 'first',
  overwrite: false,
  ...change,
});
