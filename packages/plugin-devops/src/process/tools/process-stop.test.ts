import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { goneSoon, isAlive, startProcesses } from '../../../test/process/start-process.ts';

const pidsIn = (text: string): readonly number[] => [...text.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));

/** A family of three generations that is up. */
const startFamily = async (kind: readonly string[], more: JsonObject = {}) => {
  const started = await startProcesses();
  const id = await started.start(['family.mjs', '2', ...kind], more);
  const count = kind.includes('away') ? 4 : 3;
  for (let round = 0; round < 100; round += 1) {
    if (pidsIn(await started.text(id)).length >= count) break;
    await started.wait(id, { timeout_s: 1, for: 'never' });
  }
  const pids = pidsIn(await started.text(id));
  expect(pids).toHaveLength(count);
  return { ...started, id, pids };
};

describe('process_stop', () => {
  it('previews what it would end, and ends nothing', async () => {
    const { call, id, pids } = await startFamily([]);
    expect(await call('process_stop', { process_id: id })).toMatchObject({
      description: expect.stringMatching(/^Stop "node" \(test\) with SIGTERM: 3 processes, pid \d+, running for \d+ s\.$/),
      details: { command: expect.stringContaining('family.mjs 2'), processes: 3 },
      approval: { required: 'model' },
    });
    expect(await Promise.all(pids.map(isAlive))).toEqual([true, true, true]);
  });

  it.each([
    ['children and grandchildren of the same group', [], {}],
    ['those in groups of their own', ['apart'], {}],
    ['everything on a terminal', [], { pty: true }],
    ['everything on a terminal in groups of their own', ['apart'], { pty: true }],
  ] as const)('ends %s', async (_title, kind, more) => {
    const { confirm, id, pids } = await startFamily(kind, more);
    const { outcome } = await confirm('process_stop', { process_id: id });
    expect(outcome['result']).toMatchObject({ state: 'stopped', signal: expect.stringMatching(/^SIG(TERM|HUP)$/) });
    expect(await goneSoon(pids)).toBe(true);
  });

  it('ends what ignores SIGTERM after the grace, and tells how it ended', async () => {
    const { start, wait, confirm, text } = await startProcesses();
    const id = await start(['stubborn.mjs']);
    await wait(id, { for: 'up' });
    const { outcome } = await confirm('process_stop', { process_id: id });
    expect(outcome['result']).toMatchObject({ state: 'stopped', signal: 'SIGKILL' });
    expect(await text(id)).toBe('up\nno\n');
  });

  it('sends the signal that is asked for', async () => {
    const { start, wait, confirm, text } = await startProcesses({
      files: {
        'tidy.mjs':
          'process.on("SIGINT", () => { console.log("saved"); process.exit(5); }); console.log("up"); setInterval(() => {}, 1000)',
      },
    });
    const id = await start(['tidy.mjs']);
    await wait(id, { for: 'up' });
    expect((await confirm('process_stop', { process_id: id, signal: 'INT' })).outcome['result']).toMatchObject({
      state: 'stopped',
      exit_code: 5,
    });
    expect(await text(id)).toContain('saved');
    const other = await start(['hang.mjs']);
    expect((await confirm('process_stop', { process_id: other, signal: 'KILL' })).outcome['result']).toMatchObject({
      signal: 'SIGKILL',
    });
  });

  it('is stale when the process ended since the preview, and refuses one that has ended', async () => {
    const { start, call, wait } = await startProcesses();
    const id = await start(['echo.mjs']);
    await call('process_stop', { process_id: id });
    await call('process_write', { process_id: id, text: '', end: true });
    await wait(id);
    await expect(call('process_stop', { process_id: id, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    await expect(call('process_stop', { process_id: id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'already_ended', exit_code: 0 },
    });
    await expect(call('process_stop', { process_id: id, signal: 'HUP' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('leaves nothing behind when a process ends by itself', async () => {
    const { start, wait, text } = await startProcesses({
      files: {
        'leaves.mjs':
          'import { spawn } from "node:child_process"; const child = spawn(process.execPath, ["hang.mjs"], { detached: true, stdio: "ignore" }); child.unref(); console.log("pid", child.pid)',
      },
    });
    const id = await start(['leaves.mjs']);
    expect(await wait(id)).toMatchObject({ state: 'exited', exit_code: 0 });
    expect(await goneSoon(pidsIn(await text(id)))).toBe(true);
  });

  it('ends what nobody is the parent of any more, by the mark that it inherited', async () => {
    const { start, wait, text, confirm } = await startProcesses({
      files: {
        'daemon.mjs': `import { spawn } from 'node:child_process';
          const orphan = 'const c = require("node:child_process").spawn(process.execPath, ["hang.mjs"], { detached: true, stdio: "ignore" }); c.unref(); console.log("pid", c.pid)';
          spawn(process.execPath, ['-e', orphan], { detached: true, stdio: 'inherit' }).on('exit', () => console.log('orphaned'));
          setInterval(() => {}, 1000);`,
      },
    });
    const id = await start(['daemon.mjs']);
    await wait(id, { for: 'orphaned' });
    const pids = pidsIn(await text(id));
    expect(await Promise.all(pids.map(isAlive))).toEqual([true]);
    await confirm('process_stop', { process_id: id });
    expect(await goneSoon(pids)).toBe(true);
  });
});
