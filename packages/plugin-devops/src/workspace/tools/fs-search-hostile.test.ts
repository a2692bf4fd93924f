import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

const settings = { max_file_bytes: 1024 };

describe('fs_search', () => {
  it('shows what else it found beside a large file that turns out to be binary', async () => {
    const large = `needle\n${'x\n'.repeat(100_000)}\0\n`;
    const { call } = await startWorkspace({ 'a.bin': large, 'b.txt': 'needle\n' }, { settings });
    expect(await call('fs_search', { pattern: 'needle' })).toMatchObject({ matches: [{ path: 'b.txt', line: 1 }], left_out: 0 });
  });

  it('refuses a pipe at once, which would never end', async () => {
    const { call, root } = await startWorkspace({ 'a.txt': 'needle\n' });
    execFileSync('mkfifo', [join(root, 'pipe')]);
    for (const kind of ['contents', 'names']) {
      await expect(call('fs_search', { pattern: 'needle', path: 'pipe', kind })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason: 'not_regular' },
      });
    }
    expect(await call('fs_search', { pattern: 'needle' })).toMatchObject({ matches: [{ path: 'a.txt' }] });
  });

  it.each<JsonObject>([
    { pattern: 'a\0b' },
    { pattern: 'x'.repeat(200_000) },
    { pattern: 'x', globs: ['a\0'] },
    { pattern: 'x', globs: Array.from({ length: 40_000 }, () => '*.txt') },
  ])('names the field that no search can be started with', async (args) => {
    const { call } = await startWorkspace({ 'a.txt': 'x\n' });
    await expect(call('fs_search', args)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: [{ path: 'globs' in args ? 'globs' : 'pattern' }] },
    });
  });

  it('counts nothing beyond the end', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'needle\n' });
    for (const kind of ['contents', 'names']) {
      const answer = await call('fs_search', { pattern: kind === 'names' ? 'a' : 'needle', kind, cursor: '500' });
      expect(answer).toMatchObject({ left_out: 0, complete: true });
      expect(answer).not.toHaveProperty('next_cursor');
    }
  });

  it('takes every cursor that it hands out', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'x\n'.repeat(100_100) });
    const last = await call('fs_search', { pattern: 'x', cursor: '99990' });
    expect(last).toMatchObject({ matches: Array.from({ length: 50 }, (_, index) => ({ line: 99_991 + index })), left_out: 60 });
    expect(last).not.toHaveProperty('next_cursor');
  });
});
