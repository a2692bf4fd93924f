import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it, vi } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const node = process.execPath;
const files = {
  'show.mjs': 'console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }))',
  'sub/x': '',
};

describe('process_start', () => {
  it('starts what was previewed, without a shell, in the folder and with the environment of process_run', async () => {
    vi.stubEnv('SECRET_TOKEN', 'do not leak');
    const { start, wait, text, root } = await startProcesses({ files, settings: { env: { CI: 'true' } } });
    vi.unstubAllEnvs();
    const odd = ['$(id)', '; id', '*', 'a b', '`id`', '> out'];
    const id = await start(['../show.mjs', ...odd], { cwd: 'sub' });
    expect(await wait(id)).toMatchObject({ found: false, state: 'exited', exit_code: 0 });
    const seen = JSON.parse(await text(id)) as { args: string[]; cwd: string; env: JsonObject };
    expect(seen).toMatchObject({ args: odd, cwd: join(root, 'sub'), env: { CI: 'true', HOME: expect.any(String) } });
    expect(Object.keys(seen.env)).not.toContain('SECRET_TOKEN');
  });

  it('says in its preview what runs, for how long, and whether it takes input', async () => {
    const { call } = await startProcesses({ files, settings: { processes: { max_runtime_s: 60 } } });
    expect(await call('process_start', { argv: [node, 'show.mjs', 'a b'] })).toMatchObject({
      description: expect.stringMatching(/^Start .*node show\.mjs "a b" in "\." of test; it runs until .* for at most 60 s\.$/),
      details: { terminal: false, input: expect.stringMatching(/^Accepted/) },
      approval: { required: 'model' },
    });
    expect(await call('process_start', { argv: [node] })).toMatchObject({
      details: {
        input: expect.stringMatching(/^Refused: node without a script/),
        needs_a_person: [expect.stringMatching(/stdin/)],
      },
      approval: { required: 'human' },
    });
    expect(await call('process_list')).toEqual({ processes: [] });
  });

  it('asks a person for a program that is not allowed, and runs nothing before', async () => {
    const { call, confirm, started, wait } = await startProcesses({ files, settings: { allow_programs: [] } });
    const input = { argv: [node, 'show.mjs'] };
    await expect(confirm('process_start', input)).rejects.toMatchObject({ code: 'awaiting_approval' });
    expect(await call('process_list')).toEqual({ processes: [] });
    const { ticket = null } = await call('process_start', input);
    await started.approve(String(ticket));
    const { result } = await call('process_start', { ...input, confirm: true, ticket });
    const { process_id } = result as { process_id: string };
    expect(await wait(process_id)).toMatchObject({ exit_code: 0 });
  });

  it('starts once, however often it is confirmed', async () => {
    const { call } = await startProcesses();
    const input = { argv: [node, 'hang.mjs'] };
    const { ticket = null } = await call('process_start', input);
    const again = { ...input, confirm: true, ticket };
    const [first, second] = [await call('process_start', again), await call('process_start', again)];
    expect(second).toMatchObject({ replayed: true, receipt: first['receipt'] });
    expect((await call('process_list'))['processes']).toHaveLength(1);
  });

  it('is stale when the script or the program changed since the preview', async () => {
    const tools = await tempFolder({ tool: '#!/bin/sh\necho good\n' });
    const tool = join(tools, 'tool');
    await chmod(tool, 0o755);
    const { call, root } = await startProcesses({ files, settings: { allow_programs: [node, tool] } });
    await call('process_start', { argv: [node, 'show.mjs'] });
    await call('process_start', { argv: [tool] });
    await writeFile(join(root, 'show.mjs'), 'process.exitCode = 9');
    await writeFile(tool, '#!/bin/sh\necho evil\n');
    await expect(call('process_start', { argv: [node, 'show.mjs'], confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await expect(call('process_start', { argv: [tool], confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await call('process_list')).toEqual({ processes: [] });
  });

  it('starts no more than the profile allows, and counts what ended no more', async () => {
    const { start, call, confirm } = await startProcesses({ settings: { processes: { max_running: 2 } } });
    const ids = [await start(['hang.mjs', '1']), await start(['hang.mjs', '2'])];
    const third = { argv: [node, 'hang.mjs', '3'] };
    await expect(call('process_start', third)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'too_many_processes' },
    });
    await confirm('process_stop', { process_id: ids[0] ?? '' });
    expect(await start(['hang.mjs', '3'])).not.toBe(ids[0]);
  });

  it('ends what runs longer than the profile allows', async () => {
    const { start, wait } = await startProcesses({ settings: { processes: { max_runtime_s: 1 } } });
    const id = await start(['hang.mjs']);
    expect(await wait(id)).toMatchObject({ state: 'timed_out', signal: 'SIGTERM' });
  });

  it('gives a program no more than the end of its input when input is refused', async () => {
    const { start, wait, text } = await startProcesses({ settings: { allow_programs: [node] } });
    const id = await start(['-e', 'process.stdin.resume().on("end", () => console.log("no input"))']);
    expect(await wait(id)).toMatchObject({ exit_code: 0 });
    expect(await text(id)).toBe('no input\n');
  });

  it('refuses what cannot run', async () => {
    const folder = await tempFolder({ broken: '#!/no/such/interpreter\n' });
    await chmod(join(folder, 'broken'), 0o755);
    const { call, confirm } = await startProcesses({ files, settings: { allow_programs: [node, join(folder, 'broken')] } });
    const attempt = (input: JsonObject) => call('process_start', input);
    const code = (name: string) => expect.objectContaining({ code: name });
    await expect(attempt({ argv: [] })).rejects.toEqual(code('invalid_input'));
    await expect(attempt({ argv: ['no-such-program-here'] })).rejects.toEqual(code('not_found'));
    await expect(attempt({ argv: [node, 'a\0b'] })).rejects.toEqual(code('invalid_input'));
    await expect(attempt({ argv: [node], cwd: '..' })).rejects.toEqual(code('forbidden'));
    await expect(attempt({ argv: [node], cwd: 'missing' })).rejects.toEqual(code('not_found'));
    await expect(attempt({ argv: [node], name: 'x'.repeat(61) })).rejects.toEqual(code('invalid_input'));
    await expect(attempt({ argv: [node], env: { LD_PRELOAD: 'x' } })).rejects.toEqual(code('invalid_input'));
    await expect(confirm('process_start', { argv: [join(folder, 'broken')] })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { cause: { reason: 'cannot_start', errno: 'ENOENT' } },
    });
    expect(await call('process_list')).toEqual({ processes: [] });
  });

  it('is not there for a server that only reads, nor where policy denies it', async () => {
    const readOnly = await startWorkspace(files, { readOnly: true, settings: { allow_programs: [node] } });
    await expect(readOnly.call('process_start', { argv: [node, 'show.mjs'] })).rejects.toMatchObject({ code: 'writes_off' });
    const off = await startWorkspace(files, { profile: { writes: 'off' }, settings: { allow_programs: [node] } });
    await expect(off.call('process_start', { argv: [node, 'show.mjs'] })).rejects.toMatchObject({ code: 'writes_off' });
  });

  it('keeps a process id out of everything but its answer: it is random, not the pid', async () => {
    const { start, call } = await startProcesses();
    const id = await start(['hang.mjs'], { name: 'web' });
    const { processes } = (await call('process_list')) as unknown as {
      processes: { process_id: string; pid: number; name: string }[];
    };
    expect(processes).toMatchObject([{ process_id: id, name: 'web', state: 'running' }]);
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(await readFile(`/proc/${processes[0]?.pid}/environ`, 'utf8')).not.toContain(id);
  });
});
