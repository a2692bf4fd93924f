import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';

const node = process.execPath;
const files = {
  'deaf.mjs': 'console.log("up"); setInterval(() => {}, 1000)',
  'package.json': '{ "scripts": { "repl": "node" } }',
  // What npm does: a shell that starts the real program.
  'opens-repl.mjs':
    'import { spawn } from "node:child_process"; spawn(process.execPath, [], { stdio: "inherit" }); console.log("up")',
  'starts-worker.mjs':
    'import { spawn } from "node:child_process"; spawn("sh", ["-c", "cat"], { stdio: "inherit" }); console.log("up")',
};
const start = (options: Parameters<typeof startProcesses>[0] = {}) => startProcesses({ ...options, files });
const noInput = { code: 'forbidden', details: { cause: { reason: 'no_input' } } };

describe('process_write', () => {
  it('sends lines under the plan of process_start, and asks for no more confirmation', async () => {
    const { start: run, call, wait, text, started } = await start();
    const id = await run(['echo.mjs']);
    const answer = await call('process_write', { process_id: id, text: 'héllo' });
    expect(answer).toMatchObject({ status: 'executed', result: { state: 'running' } });
    await wait(id, { for: 'got héllo' });
    await call('process_write', { process_id: id, text: 'a\nb', newline: false });
    await call('process_write', { process_id: id, text: '', end: true });
    expect(await wait(id)).toMatchObject({ state: 'exited', exit_code: 0 });
    expect((await text(id)).split('\n')).toEqual(expect.arrayContaining(['got héllo', 'over']));
    expect(started.questions).toEqual([]);
  });

  it('records every call before it runs, with the plan that covers it', async () => {
    const { start: run, call, started } = await start();
    const id = await run(['echo.mjs']);
    const { receipt } = await call('process_write', { process_id: id, text: 'first line' });
    await call('process_write', { process_id: id, text: 'first line' });
    const events = await started.composition.store.events({ limit: 100 });
    const own = events.filter((event) => event.tool === 'process_write');
    const covering = (receipt as JsonObject)['covered_by'];
    expect(own.map((event) => event.event)).toEqual(expect.arrayContaining(['executed']));
    expect(own.filter((event) => event.event === 'executed')).toHaveLength(2);
    expect(JSON.stringify(own)).toContain(String(covering));
    expect(JSON.stringify(own)).toContain('first line');
  });

  it('is refused where no plan covers it, and for what ended', async () => {
    const { start: run, call, confirm } = await start();
    await expect(call('process_write', { process_id: 'x', text: 'a' })).rejects.toMatchObject({ code: 'not_found' });
    const id = await run(['deaf.mjs']);
    await confirm('process_stop', { process_id: id });
    await expect(call('process_write', { process_id: id, text: 'a' })).rejects.toMatchObject({
      code: 'conflict',
      details: { cause: { reason: 'input_closed' } },
    });
  });

  it('is refused when the server only reads', async () => {
    const { start: run, started } = await start();
    const id = await run(['echo.mjs']);
    const answer = await started.composition.path.call({
      tool: 'process_write',
      args: { process_id: id, text: 'a' },
      caller: { ...started.caller, readOnly: true },
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    });
    expect(answer).toMatchObject({ kind: 'error', error: { code: 'writes_off' } });
  });

  it('reaches a REPL that the profile grants', async () => {
    const { start: run, call, wait } = await start({ settings: { allow_interactive: [node] } });
    const id = await run(['-i']);
    await call('process_write', { process_id: id, text: '20 + 22' });
    expect(await wait(id, { for: '42', timeout_s: 20 })).toMatchObject({ found: true });
  });

  it('refuses a REPL, a shell and inline code that are not granted, although a person approved their start', async () => {
    const { call, started } = await start({ settings: { allow_programs: [node, 'sh', 'cat'] } });
    for (const argv of [[node, '-i'], ['sh'], ['sh', '-s', 'x'], [node, '-e', 'process.stdin.resume()'], ['env', 'cat']]) {
      const { ticket = null, details } = await call('process_start', { argv });
      expect(details).toMatchObject({ input: expect.stringMatching(/^Refused/) });
      await started.approve(String(ticket));
      const { result } = await call('process_start', { argv, confirm: true, ticket });
      const { process_id = null } = result as JsonObject;
      await expect(call('process_write', { process_id, text: 'process.exit(7)' }), argv.join(' ')).rejects.toMatchObject(noInput);
    }
  });

  it('refuses a REPL that the script opened on the same input, and not what only passes it on', async () => {
    const { start: run, call, wait, text } = await start();
    const repl = await run(['opens-repl.mjs']);
    await wait(repl, { for: 'up' });
    await expect(call('process_write', { process_id: repl, text: '1' })).rejects.toMatchObject(noInput);
    const worker = await run(['starts-worker.mjs']);
    await wait(worker, { for: 'up' });
    await call('process_write', { process_id: worker, text: 'for cat' });
    await wait(worker, { for: 'for cat' });
    expect(await text(worker)).toBe('up\nfor cat\n');
  });

  it('refuses more than a program reads, and does not keep it', async () => {
    const { start: run, call, wait } = await start();
    const id = await run(['deaf.mjs']);
    await wait(id, { for: 'up' });
    const send = () => call('process_write', { process_id: id, text: 'x'.repeat(65_536) });
    await expect(
      (async () => {
        for (let round = 0; round < 40; round += 1) await send();
      })(),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(call('process_write', { process_id: id, text: 'x'.repeat(65_537) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
