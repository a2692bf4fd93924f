import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { describe, expect, onTestFinished, test } from 'vitest';
import grafana from '../src/index.ts';
import { writeCalls } from './failures/calls.ts';
import { isWrite } from './failures/start-everything.ts';

const writer = new URL('./killed/writer.ts', import.meta.url).pathname;

/** A process is killed when its write has arrived, and before it hears the answer. Another one has its store. */
const succeed = async ({ tool, happens }: { tool: string; happens: boolean }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-killed-'));
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel' });
  onTestFinished(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  const sent = () => sandbox.http.requests.filter(isWrite).length;
  const path = join(folder, 'store.db');
  const args: JsonObject = { ...writeCalls({ silence: '', incident: '' })[tool] };
  const running = spawn(
    process.execPath,
    ['--conditions=@lineclear/source', writer, path, sandbox.url, tool, JSON.stringify(args)],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const kill = () => running.kill('SIGKILL');
  sandbox.http.inject(happens ? { kind: 'delay', ms: 20_000 } : { kind: 'reset' }, {
    times: 1,
    accepts: (request) => isWrite(request) && kill(),
  });
  const [, signal] = await once(running, 'exit');
  expect([signal, sent()]).toEqual(['SIGKILL', 1]);

  const store = await sqliteStore({ path });
  // The lease of the one that is gone has run out by then.
  const clock = { now: () => Date.now() + 5 * 60_000 };
  const next = await startPlugin({ plugin: grafana, connections: { grafana: { grafana: { url: sandbox.url } } }, clock, store });
  onTestFinished(async () => {
    await next.close();
    await store.close();
  });
  await next.composition.recover();
  const [plan] = await store.plans({ tool });
  return { state: plan?.state, answer: await next.answer(tool, { ...args, confirm: true, ticket: plan?.ticket ?? null }), sent };
};

describe.each(['create_silence', 'create_annotation'])('%s in a process that is killed', (tool) => {
  test('is found where it happened, and not sent again', async () => {
    const { state, answer, sent } = await succeed({ tool, happens: true });
    expect(state).toBe('executed');
    expect(answer).toMatchObject({ kind: 'value', value: { status: 'executed' } });
    expect(sent()).toBe(1);
  });

  test('stays unknown where nothing is found, and is not sent again', async () => {
    const { state, answer, sent } = await succeed({ tool, happens: false });
    expect(state).toBe('unknown');
    expect(answer).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent()).toBe(1);
  });
});
