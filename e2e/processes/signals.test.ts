import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gateConfig, type Gate, makeGate } from '../wire/gate.ts';
import { valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { callTool, send } from './app/raw-http.ts';
import { openStdio } from './app/raw-stdio.ts';
import { serveHttp } from './app/serve-http.ts';
import { run } from './app/start.ts';

let home: Home;
let gate: Gate;
beforeEach(async () => {
  home = await makeHome();
  await home.write('lineclear.yaml', gateConfig);
  gate = await makeGate({ home });
});
afterEach(() => home[Symbol.asyncDispose]());

const confirmed = () => ({ ...gate.args, confirm: true });

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('lets a write finish over HTTP, answers it, takes nothing new, and ends with 0', async () => {
    await using server = await serveHttp({ home });
    await callTool({ ...server, name: 'process_run', args: gate.args });
    const done = callTool({ ...server, name: 'process_run', args: confirmed() });
    await gate.reached();
    server.child.kill(signal);
    await server.waitFor(/stopping/);
    const health = { url: server.url.replace(/mcp$/, 'health/live'), method: 'GET' };
    await expect.poll(() => send(health).catch(({ code }: NodeJS.ErrnoException) => code)).toBe('ECONNREFUSED');
    await gate.pass();

    expect(valueOf(await done)).toMatchObject({ status: 'executed' });
    expect((await server.ended).exitCode).toBe(0);
    expect(await gate.runs()).toBe(1);
  });

  test('lets a write finish over stdio, answers it, and ends with 0', async () => {
    await using client = await openStdio({ home, era: 'legacy', env: { LINECLEAR_LOG: 'info' } });
    await client.callTool('process_run', gate.args);
    const done = client.callTool('process_run', confirmed());
    await gate.reached();
    client.child.kill(signal);
    await client.waitFor(/stopping/);
    await gate.pass();

    expect(valueOf(await done)).toMatchObject({ status: 'executed' });
    expect((await client.ended).exitCode).toBe(0);
    expect(await gate.runs()).toBe(1);
  });
});

describe('a second Ctrl-C', () => {
  test('ends an HTTP server at once, and the next one says that the outcome is not known', async () => {
    await using server = await serveHttp({ home });
    const { ticket } = valueOf(await callTool({ ...server, name: 'process_run', args: gate.args }));
    callTool({ ...server, name: 'process_run', args: confirmed() }).catch(() => {});
    await gate.reached();
    server.child.kill('SIGINT');
    await server.waitFor(/stopping/);
    server.child.kill('SIGINT');
    expect((await server.ended).exitCode).toBe(130);

    // The program may go on; what is certain is that nobody runs it again.
    const { stdout } = await run({ home, args: ['audit', 'tail', '--json', '--tool', 'process_run'] });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toEqual(['previewed', 'claimed', 'confirmed']);
    const doctor = await run({ home, args: ['doctor'] });
    expect(doctor.stdout).toContain(`process_run in main: executing (${String(ticket)})`);
    await gate.pass();
  });

  test('ends a stdio server at once', async () => {
    await using client = await openStdio({ home, era: 'modern', env: { LINECLEAR_LOG: 'info' } });
    await client.callTool('process_run', gate.args);
    client.callTool('process_run', confirmed()).catch(() => {});
    await gate.reached();
    client.child.kill('SIGINT');
    await client.waitFor(/stopping/);
    client.child.kill('SIGINT');
    expect((await client.ended).exitCode).toBe(130);
    await gate.pass();
  });
});

describe('a port that is taken', () => {
  test('is one line with a way out, and leaves a chain that verifies', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { exitCode, stdout, stderr } = await run({ home, args: ['serve', '--http', `127.0.0.1:${port}`] });
    await new Promise((resolve) => other.close(resolve));

    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain(`Cannot listen on 127.0.0.1:${port}: the port is taken.`);
    expect(stderr).toContain('fix: ');
    expect(stderr).not.toMatch(/\n +at /);
    expect((await run({ home, args: ['audit', 'verify'] })).exitCode).toBe(0);
  });
});
