import { expect, it, vi } from 'vitest';
import { startProcesses } from '../../../test/process/start-process.ts';

vi.mock('@lydell/node-pty', () => {
  throw new Error('Cannot find the native part.');
});

it('says what to do where terminals are not available, and runs nothing', async () => {
  const { confirm, call, start, wait } = await startProcesses();
  await expect(confirm('process_start', { argv: [process.execPath, 'hang.mjs'], pty: true })).rejects.toMatchObject({
    code: 'unsupported',
    hint: expect.stringContaining('without pty'),
  });
  expect(await call('process_list')).toEqual({ processes: [] });
  expect(await wait(await start(['hang.mjs']), { for: 'up' })).toMatchObject({ found: true });
});
