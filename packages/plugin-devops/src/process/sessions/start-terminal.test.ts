import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const files = {
  'terminal.mjs': `const { stdin, stdout, stderr } = process;
    console.log(JSON.stringify({ tty: [stdin.isTTY, stdout.isTTY, stderr.isTTY], size: [stdout.columns, stdout.rows], term: process.env.TERM, cwd: process.cwd(), pwd: process.env.PWD, args: process.argv.slice(2), names: Object.keys(process.env) }));`,
  'ask.mjs': `import { createInterface } from 'node:readline/promises';
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    console.log('hello', await lines.question('\\x1b[32mname?\\x1b[0m '));
    lines.close();`,
  'bar.mjs':
    'for (let step = 0; step <= 100; step += 10) process.stdout.write(`\\r\\x1b[K${step}%`); console.log(); console.error("done")',
  'interrupted.mjs':
    'process.on("SIGINT", () => { console.log("interrupted"); process.exit(9); }); console.log("up"); setInterval(() => {}, 1000)',
  'flood.mjs': 'for (let number = 0; number < 100000; number += 1) console.log("line", number)',
  'sub/x': '',
};
const start = () => startProcesses({ files, settings: { env: { ONLY: '1' } } });

describe('process_start with a terminal', () => {
  it('gives the program a terminal, the folder, and the same environment', async () => {
    const { start: run, wait, text, root } = await start();
    const id = await run(['../terminal.mjs', '$(id)', 'A=b', '; id'], { pty: true, cwd: 'sub' });
    expect(await wait(id)).toMatchObject({ state: 'exited', exit_code: 0 });
    const seen = JSON.parse(await text(id)) as Record<string, unknown>;
    expect(seen).toMatchObject({
      tty: [true, true, true],
      size: [120, 30],
      term: 'xterm-256color',
      args: ['$(id)', 'A=b', '; id'],
    });
    expect([seen['cwd'], seen['pwd']]).toEqual([`${root}/sub`, `${root}/sub`]);
    expect(seen['names']).toContain('ONLY');
    expect(seen['names']).not.toContain('OLDPWD');
    expect(seen['names']).not.toContain('VITEST');
  });

  it('shows prompts and bars as a person would read them', async () => {
    const { start: run, wait, read, text, call } = await start();
    const id = await run(['ask.mjs'], { pty: true });
    await wait(id, { for: 'name?' });
    expect(await read(id)).toMatchObject({ text: 'name? ', cursor: 0 });
    await call('process_write', { process_id: id, text: 'Ann' });
    await wait(id);
    expect(await text(id)).toBe('name? Ann\nhello Ann\n');
    const bar = await run(['bar.mjs'], { pty: true });
    await wait(bar);
    expect(await read(bar)).toMatchObject({ text: '100%\ndone\n' });
  });

  it('hands on keys and the end of input', async () => {
    const { start: run, wait, text, call } = await start();
    const id = await run(['interrupted.mjs'], { pty: true });
    await wait(id, { for: 'up' });
    await call('process_write', { process_id: id, text: '\u0003', newline: false });
    expect(await wait(id)).toMatchObject({ state: 'exited', exit_code: 9 });
    const echo = await run(['echo.mjs'], { pty: true });
    await wait(echo, { for: 'ready' });
    await call('process_write', { process_id: echo, text: '', newline: false, end: true });
    expect(await wait(echo)).toMatchObject({ exit_code: 0 });
    expect(await text(echo)).toContain('over');
    await expect(call('process_write', { process_id: echo, text: 'late' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('reads all that a program prints before it ends', async () => {
    const { start: run, wait, read } = await start();
    const id = await run(['flood.mjs'], { pty: true });
    let waited = await wait(id, { timeout_s: 50 });
    while (waited['state'] === 'running') waited = await wait(id, { timeout_s: 50 });
    expect(waited).toMatchObject({ state: 'exited', exit_code: 0 });
    expect(await read(id, { cursor: -1 })).toMatchObject({ text: 'line 99999\n', cursor: 100_000 });
  }, 240_000);

  it('refuses a program whose path would be taken for a variable', async () => {
    const folder = await tempFolder({ 'a=b': '#!/bin/sh\necho ran\n' });
    await chmod(join(folder, 'a=b'), 0o755);
    const { confirm, call } = await startProcesses({ settings: { allow_programs: [join(folder, 'a=b')] } });
    await expect(confirm('process_start', { argv: [join(folder, 'a=b')], pty: true })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(await call('process_list')).toEqual({ processes: [] });
  });

  it('ends with the signal that ended it', async () => {
    const { start: run, wait, confirm } = await start();
    const id = await run(['hang.mjs'], { pty: true });
    await wait(id, { for: 'up' });
    expect((await confirm('process_stop', { process_id: id, signal: 'KILL' })).outcome['result']).toMatchObject({
      state: 'stopped',
      signal: 'SIGKILL',
    });
  });
});
