import { memoryStore } from '@lineclear/core';
import { startPlugin, type StartedPlugin } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import grafana from '../src/index.ts';
import { writeCalls } from './failures/calls.ts';
import { isWrite, prepare } from './failures/start-everything.ts';

const writes = Object.keys(writeCalls({ silence: '', incident: '' }));

test.each(writes)(
  'a process that dies in the middle of %s is succeeded by one that finds out, and does not do it again',
  async (tool) => {
    let nowMs = Date.UTC(2026, 2, 2, 12);
    const clock = { now: () => nowMs };
    const sandbox = await startGrafanaSandbox({ seed: 'tunnel', incidents: true, clock });
    const started: StartedPlugin[] = [];
    // Grafana first: the one that died waits for its answer to this day.
    onTestFinished(async () => {
      await sandbox.close();
      for (const { close } of started) await close();
    });
    const store = memoryStore();
    const connections = { grafana: { grafana: { url: sandbox.url, token: 'simulated-token-1' } } };
    const start = async (): Promise<StartedPlugin> => {
      // The one that died still lives here, and would renew its lease after a third of it, in real time.
      const plugin = await startPlugin({ plugin: grafana, connections, clock, store, limits: { leaseMs: 240_000 } });
      started.push(plugin);
      return plugin;
    };
    const first = await start();
    const args = { ...writeCalls(await prepare(first))[tool] };
    const { ticket = null } = await first.previewTool(tool, args);
    const confirm = { ...args, confirm: true, ticket };
    const before = sandbox.http.requests.filter(isWrite).length;
    // It happens, and nobody hears of it: the answer comes when the process is long gone.
    const stop = sandbox.http.inject({ kind: 'delay', ms: 20_000 }, { accepts: isWrite });
    void first.answer(tool, confirm);
    await expect.poll(() => sandbox.http.requests.filter(isWrite).length).toBeGreaterThan(before);
    stop();
    nowMs += 5 * 60_000;
    const next = await start();
    await next.composition.recover();
    // The note before an incident is resolved is not the end of it: the incident is still open.
    const known = { kind: 'value', value: { status: 'executed' } };
    const expected = tool === 'resolve_incident' ? { kind: 'error', error: { code: 'unknown_outcome' } } : known;
    expect(await next.answer(tool, confirm)).toMatchObject(expected);
    expect(sandbox.http.requests.filter(isWrite)).toHaveLength(before + 1);
  },
);
