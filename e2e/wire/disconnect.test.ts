import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { callTool, modernRequest, open, openSession } from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp } from '../processes/app/serve-http.ts';
import { type Gate, gateConfig, makeGate } from './gate.ts';

let home: Home;
let gate: Gate;
beforeEach(async () => {
  home = await makeHome();
  await home.write('lineclear.yaml', gateConfig);
  gate = await makeGate({ home });
});
afterEach(() => home[Symbol.asyncDispose]());

const confirmed = () => ({ ...gate.args, confirm: true });

describe('a client that disappears while its write executes', () => {
  test('over HTTP in the 2026 era finds the receipt when it comes back', async () => {
    await using server = await serveHttp({ home });
    const call = (args: object) => callTool({ ...server, name: 'process_run', args });
    expect(valueOf(await call(gate.args))).toMatchObject({ status: 'preview' });

    const params = { name: 'process_run', arguments: confirmed() };
    const { request } = open(modernRequest({ ...server, method: 'tools/call', params }));
    await gate.reached();
    request.destroy();
    // The server sees the socket end before the program does.
    await callTool({ ...server, name: 'connection_status' });
    await gate.pass();

    const receipt = valueOf(await call(confirmed()));
    expect(receipt).toMatchObject({ status: 'executed', replayed: true, result: { exit_code: 0 } });
    expect(await gate.runs()).toBe(1);
  });

  test('over HTTP in a 2025 session finds the receipt in another session', async () => {
    await using server = await serveHttp({ home });
    const first = await openSession(server);
    expect(valueOf(await first.callTool('process_run', gate.args))).toMatchObject({ status: 'preview' });

    const { request } = first.open('tools/call', { name: 'process_run', arguments: confirmed() });
    await gate.reached();
    request.destroy();
    const second = await openSession(server);
    await gate.pass();

    const receipt = valueOf(await second.callTool('process_run', confirmed()));
    expect(receipt).toMatchObject({ status: 'executed', replayed: true, result: { exit_code: 0 } });
    expect(await gate.runs()).toBe(1);
  });

  test.each(['legacy', 'modern'] as const)('over stdio in the %s era finds the receipt in another process', async (era) => {
    await using first = await openStdio({ home, era });
    const { ticket } = valueOf(await first.callTool('process_run', gate.args));
    first.callTool('process_run', confirmed()).catch(() => {});
    await gate.reached();
    // Both ends of the connection go away; the server still has its write to finish, however long that takes.
    first.child.stdin?.destroy();
    first.child.stdout?.destroy();
    await wait(1_500);
    await gate.pass();
    expect((await first.ended).exitCode).toBe(0);

    await using second = await openStdio({ home, era });
    const receipt = valueOf(await second.callTool('process_run', { ...confirmed(), ticket }));
    expect(receipt).toMatchObject({ status: 'executed', replayed: true, result: { exit_code: 0 } });
    expect(await gate.runs()).toBe(1);
  });

  test('does not stop what a second confirmation waits for', async () => {
    await using server = await serveHttp({ home });
    const { ticket } = valueOf(await callTool({ ...server, name: 'process_run', args: gate.args }));
    const params = { name: 'process_run', arguments: confirmed() };
    const { request } = open(modernRequest({ ...server, method: 'tools/call', params }));
    await gate.reached();
    const waiting = callTool({ ...server, name: 'process_run', args: { ...confirmed(), ticket } });
    request.destroy();
    await gate.pass();
    expect(valueOf(await waiting)).toMatchObject({ status: 'executed', replayed: true });
    expect(await gate.runs()).toBe(1);
  });
});
