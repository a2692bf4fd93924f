import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { run } from '../processes/app/start.ts';
import { gateConfig, makeGate } from './gate.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe.each(['legacy', 'modern'] as const)('stdout in the %s era', (era) => {
  test('holds frames only, at debug level, with programs that print, with errors, and to the last byte', async () => {
    await using client = await openStdio({ home, era, env: { LINECLEAR_LOG: 'debug' } });
    await client.request('tools/list');
    const wc = { argv: ['wc', '-l', 'notes.txt', 'missing.txt'] };
    await client.callTool('process_run', wc);
    const done = valueOf(await client.callTool('process_run', { ...wc, confirm: true }));
    expect(done).toMatchObject({
      result: { exit_code: 1, stdout: expect.stringContaining('notes.txt'), stderr: expect.stringContaining('missing.txt') },
    });
    await client.callTool('fs_read', { path: 'missing.txt' });
    await client.callTool('no_such_tool', {});
    client.send('no JSON at all');
    await client.callTool('connection_status', { refresh: true });
    client.child.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await client.ended;

    expect(exitCode).toBe(0);
    expect(stderr).toContain('"level":20');
    expect(stdout.endsWith('\n')).toBe(true);
    expect(client.frames().length).toBeGreaterThan(5);
    // What a program printed arrives inside an answer, never beside one.
    expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{"'))).toEqual([]);
  });

  test('holds frames only while the process is being stopped in the middle of a write', async () => {
    await home.write('lineclear.yaml', gateConfig);
    const gate = await makeGate({ home });
    await using client = await openStdio({ home, era, env: { LINECLEAR_LOG: 'debug' } });
    await client.callTool('process_run', gate.args);
    const done = client.callTool('process_run', { ...gate.args, confirm: true });
    await gate.reached();
    client.child.kill('SIGTERM');
    await client.waitFor(/stopping/);
    await gate.pass();

    expect(valueOf(await done)).toMatchObject({ status: 'executed' });
    expect((await client.ended).exitCode).toBe(0);
    expect(() => client.frames()).not.toThrow();
  });
});

describe('stdout of a stdio server that cannot start', () => {
  test.each([
    { title: 'an unknown option', args: ['serve', '--nonsense'], code: 2 },
    { title: 'an unknown profile', args: ['--profile', 'nowhere'], code: 3 },
    { title: 'a configuration that is not there', args: ['--config', 'nowhere.yaml'], code: 3 },
    { title: 'an unknown tool in a filter', args: ['--tools', 'nonsense'], code: 3 },
  ])('stays empty: $title', async ({ args, code }) => {
    const { exitCode, stdout, stderr } = await run({ home, args });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toMatch(/fix: |error: /);
    expect(stderr).not.toMatch(/\n +at /);
  });
});
