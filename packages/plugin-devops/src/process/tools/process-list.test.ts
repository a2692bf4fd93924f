import { describe, expect, it } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';

describe('process_list', () => {
  it('lists what runs and what ended, with how it ended', async () => {
    const { start, call, wait, confirm } = await startProcesses({ files: { 'fails.mjs': 'process.exitCode = 3' } });
    const failed = await start(['fails.mjs']);
    await wait(failed);
    const stopped = await start(['hang.mjs', 'x'.repeat(1_000)], { name: 'web' });
    await confirm('process_stop', { process_id: stopped });
    const running = await start(['hang.mjs']);
    expect(await call('process_list')).toMatchObject({
      processes: [
        { process_id: failed, name: 'node', argv: [process.execPath, 'fails.mjs'], state: 'exited', exit_code: 3, signal: null },
        {
          process_id: stopped,
          name: 'web',
          state: 'stopped',
          exit_code: null,
          signal: 'SIGTERM',
          argv: [process.execPath, 'hang.mjs', expect.stringMatching(/^x{200}…$/)],
        },
        {
          process_id: running,
          state: 'running',
          exit_code: null,
          pid: expect.any(Number),
          started_at: expect.stringMatching(/^\d{4}-.*Z$/),
          runtime_s: expect.any(Number),
        },
      ],
    });
    await expect(call('process_list', { all: true })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('forgets the oldest that ended, and their output, and never one that runs', async () => {
    const { start, call, wait, read } = await startProcesses({
      files: { 'short.mjs': '' },
      settings: { processes: { max_ended: 2 } },
    });
    const running = await start(['hang.mjs']);
    const ended: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const id = await start(['short.mjs', String(round)]);
      await wait(id);
      ended.push(id);
    }
    const { processes } = (await call('process_list')) as unknown as { processes: { process_id: string }[] };
    expect(processes.map(({ process_id }) => process_id)).toEqual([running, ...ended.slice(1)]);
    await expect(read(ended[0] ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });
});
