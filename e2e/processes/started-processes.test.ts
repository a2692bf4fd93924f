import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { callTool } from './app/raw-http.ts';
import { openStdio } from './app/raw-stdio.ts';
import { serveHttp } from './app/serve-http.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
  const workspace = { roots: ['.'], allow_programs: ['sleep'] };
  await home.write(
    'lineclear.yaml',
    JSON.stringify({ profiles: { local: { tier: 'development', workspace } }, default: 'local' }),
  );
});
afterEach(() => home[Symbol.asyncDispose]());

type Call = (tool: string, args: object) => Promise<Parameters<typeof valueOf>[0]>;

/** Starts a program that runs on, on pipes or on a terminal; yields its number. */
const startSleep = async ({ call, pty }: { call: Call; pty: boolean }): Promise<number> => {
  const input = { argv: ['sleep', pty ? '1001' : '1002'], pty };
  valueOf(await call('process_start', input));
  const { result } = valueOf(await call('process_start', { ...input, confirm: true }));
  return Number(Object(result).pid);
};

const isAlive = async (pid: number): Promise<boolean> =>
  /\) [^ZX]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));

describe.each([false, true])('what process_start started (on a terminal: %s)', (pty) => {
  test.each(['SIGTERM', 'SIGINT'] as const)('ends with an HTTP server that gets %s', async (signal) => {
    await using server = await serveHttp({ home });
    const pid = await startSleep({ call: (name, args) => callTool({ ...server, name, args }), pty });
    expect(await isAlive(pid)).toBe(true);
    server.child.kill(signal);
    expect((await server.ended).exitCode).toBe(0);
    expect(await isAlive(pid)).toBe(false);
  });

  test('ends with a stdio server whose client left', async () => {
    await using client = await openStdio({ home, era: 'modern' });
    const pid = await startSleep({ call: client.callTool, pty });
    expect(await isAlive(pid)).toBe(true);
    client.child.stdin?.end();
    expect((await client.ended).exitCode).toBe(0);
    expect(await isAlive(pid)).toBe(false);
  });
});
