import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject, Progress } from '@lineclear/core/plugin';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';

const files = {
  'later.mjs': 'process.stdin.once("data", () => { console.log("listening on 8080"); process.stdout.write("ready> ") })',
  'fails.mjs': 'process.exitCode = 3',
  'crashes.mjs': 'process.kill(process.pid, "SIGABRT")',
};
const start = () => startProcesses({ files });

describe('process_wait', () => {
  it('ends when the process ends, and says how', async () => {
    const { start: run, wait } = await start();
    expect(await wait(await run(['fails.mjs']))).toEqual({ found: false, cursor: 0, state: 'exited', exit_code: 3 });
    expect(await wait(await run(['crashes.mjs']))).toMatchObject({ state: 'exited', signal: 'SIGABRT' });
  });

  it('ends when the text appears, in a finished line or in a prompt', async () => {
    const { start: run, wait, call } = await start();
    const id = await run(['later.mjs']);
    const waiting = wait(id, { for: 'listening on', timeout_s: 20 });
    await call('process_write', { process_id: id, text: 'go' });
    expect(await waiting).toMatchObject({ found: true, cursor: 0 });
    expect(await wait(id, { for: 'ready> ', timeout_s: 20 })).toMatchObject({ found: true, cursor: 1 });
  });

  it('counts what was printed before, from the cursor on', async () => {
    const { start: run, wait } = await start();
    const id = await run(['echo.mjs']);
    await wait(id, { for: 'ready' });
    expect(await wait(id, { for: 'ready' })).toMatchObject({ found: true, cursor: 0 });
    expect(await wait(id, { for: 'ready', cursor: 1, timeout_s: 1 })).toMatchObject({
      found: false,
      cursor: 1,
      state: 'running',
    });
  });

  it('ends when the time is over, and tells its progress until then', async () => {
    const { start: run, started } = await start();
    const id = await run(['hang.mjs']);
    const heard: Progress[] = [];
    // The first second passes when it is told to: a busy machine would hear of it late.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const waiting = started.composition.call({
      tool: 'process_wait',
      args: { process_id: id, timeout_s: 3 },
      caller: started.caller,
      asking: { mode: 'none' },
      signal: new AbortController().signal,
      progress: (progress) => void heard.push(progress),
    });
    while (vi.getTimerCount() === 0) await sleep(5);
    vi.advanceTimersByTime(1_000);
    expect(await waiting).toMatchObject({ kind: 'value', value: { found: false, state: 'running' } });
    expect(heard[0]).toMatchObject({ progress: 1, total: 3 });
  });

  it('ends when the caller leaves, and leaves the process alone', async () => {
    const { start: run, started, read } = await start();
    const id = await run(['hang.mjs']);
    const controller = new AbortController();
    const waiting = started.answer('process_wait', { process_id: id, timeout_s: 50 }, controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect(await waiting).toMatchObject({ kind: 'error', error: { code: 'cancelled' } });
    expect(await read(id)).toMatchObject({ state: 'running' });
  });

  it('refuses what it cannot wait for', async () => {
    const { start: run, wait } = await start();
    const id = await run(['hang.mjs']);
    const wrong: readonly JsonObject[] = [
      { timeout_s: 0 },
      { timeout_s: 51 },
      { for: '' },
      { for: 'a\nb' },
      { cursor: -1 },
      { until: 'x' },
    ];
    for (const more of wrong) {
      await expect(wait(id, more), JSON.stringify(more)).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });
});
