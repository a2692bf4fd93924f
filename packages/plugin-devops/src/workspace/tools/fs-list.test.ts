import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

const paths = (answer: { entries?: unknown }): string[] =>
  (Array.isArray(answer.entries) ? answer.entries : []).map((entry: { path: string }) => entry.path);

describe('fs_list', () => {
  it('lists one folder with kinds and sizes', async () => {
    const { call, root } = await startWorkspace({ 'b.txt': 'four', 'a/c.txt': '' });
    await symlink('/etc/passwd', join(root, 'link'));
    expect(await call('fs_list', {})).toEqual({
      path: '.',
      entries: [
        { path: 'a', kind: 'folder' },
        { path: 'b.txt', kind: 'file', bytes: 4 },
        { path: 'link', kind: 'link' },
      ],
      left_out: 0,
      complete: true,
    });
  });

  it('goes as deep as asked, never through a link and never into .git', async () => {
    const { call, root } = await startWorkspace({ 'a/b/c/d.txt': '', '.git/config': '', 'outside.txt': '' });
    await symlink('..', join(root, 'a/up'));
    expect(paths(await call('fs_list', { depth: 3 }))).toEqual(['.git', 'a', 'a/b', 'a/b/c', 'a/up', 'outside.txt']);
  });

  it('shows every entry exactly once over pages of any size, also when entries come and go', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `d${index % 3}/f${index}`);
    const { call } = await startWorkspace(Object.fromEntries(names.map((name) => [name, ''])));
    for (const limit of [1, 4, 7, 100]) {
      const seen: string[] = [];
      for (let after: string | undefined = ''; after !== undefined;) {
        const page = await call('fs_list', { depth: 2, limit, ...(after === '' ? {} : { after }) });
        seen.push(...paths(page));
        after = typeof page['next_after'] === 'string' ? page['next_after'] : undefined;
      }
      expect(seen).toEqual([...new Set([...names, 'd0', 'd1', 'd2'])].toSorted());
    }
    expect(paths(await call('fs_list', { depth: 2, after: 'd1/gone' }))[0]).toBe('d2');
  });

  it('refuses files and what does not exist', async () => {
    const { call } = await startWorkspace({ 'a.txt': '' });
    await expect(call('fs_list', { path: 'a.txt' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('fs_list', { path: 'missing' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('fs_list', { path: '..' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
