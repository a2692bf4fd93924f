import { fakeHttp, startPlugin, type StartedPlugin } from '@lineclear/testing';
import { type Context7Sandbox, type GrafanaSandbox, startContext7Sandbox, startGrafanaSandbox } from '@lineclear/testing/grafana';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import grafana from '../../src/index.ts';
import { type Calls, type Ids, readCalls, writeCalls } from './calls.ts';

export interface Everything extends StartedPlugin {
  readonly sandbox: GrafanaSandbox;
  readonly context7: Context7Sandbox;
  readonly reads: Calls;
  readonly writes: Calls;
  /** The requests since the start that change something, as `METHOD path`. */
  readonly sent: () => readonly string[];
}

export const token = 'simulated-token-1';

/** Whether a request changes something: a query by POST does not. */
export const isWrite = ({ path, method }: { path: string; method: string }): boolean =>
  !['GET', 'HEAD'].includes(method) && !/\.(?:Get|Query)\w+$|\/query(?:_range)?$/.test(path);

/** The whole plugin in front of a Grafana with a silence and an incident, and of a Context7. Nothing asks them before the test does. */
export const startEverything = async (): Promise<Everything> => {
  const clock = { now: () => Date.UTC(2026, 2, 2, 12) };
  // It answers 501 to everything: only whether it is asked matters here.
  const prometheus = await fakeHttp({ onUnhandled: 'ignore' });
  const [sandbox, context7] = await Promise.all([
    startGrafanaSandbox({ seed: 'tunnel', incidents: true, prometheus: prometheus.url, clock }),
    startContext7Sandbox(),
  ]);
  const connections = { grafana: { grafana: { url: sandbox.url, token } }, context7: { url: context7.url } };
  const start = async (): Promise<StartedPlugin> => {
    const started = await startPlugin({ plugin: grafana, connections, clock });
    onTestFinished(started.close);
    return started;
  };
  onTestFinished(async () => {
    await Promise.all([sandbox.close(), context7.close(), prometheus.close()]);
  });
  const ids = await prepare(await start());
  const changes = () => sandbox.http.requests.filter(isWrite);
  const before = changes().length;
  return {
    ...(await start()),
    sandbox,
    context7,
    reads: readCalls(ids),
    writes: writeCalls(ids),
    sent: () =>
      changes()
        .slice(before)
        .map(({ method, path }) => `${method} ${path}`),
  };
};

/** A silence to end, and an incident to change. */
export const prepare = async ({ confirmTool }: StartedPlugin): Promise<Ids> => {
  const { outcome: silenced } = await confirmTool('create_silence', { matchers: ['a="b"'], end: 'now+2h', comment: 'Before' });
  const { outcome: declared } = await confirmTool('create_incident', { title: 'Before', severity: 'minor' });
  return {
    silence: z.object({ result: z.object({ silence_id: z.string() }) }).parse(silenced).result.silence_id,
    incident: z.object({ result: z.object({ incident: z.object({ id: z.string() }) }) }).parse(declared).result.incident.id,
  };
};
