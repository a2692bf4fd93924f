import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

const start = async () => {
  const root = await repository({ 'a.txt': 'one\n', 'sub/b.txt': 'b\n', 'c.bin': Buffer.from([0, 1, 2]) });
  await writeFile(join(root, 'a.txt'), 'two\n');
  git(root, 'commit', '-q', '-a', '-m', 'Change a\n\nBecause.');
  await rm(join(root, 'a.txt'));
  return await startWorkspace({}, { root });
};

describe('git_show', () => {
  it('shows a commit with its message and patch, the first one too', async () => {
    const { call, root } = await start();
    expect(await call('git_show')).toMatchObject({
      commit: git(root, 'rev-parse', 'HEAD'),
      subject: 'Change a',
      message: 'Change a\n\nBecause.',
      files: [{ path: 'a.txt', added: 1, removed: 1 }],
      patch: expect.stringContaining('-one\n+two'),
      complete: true,
    });
    expect(await call('git_show', { revision: 'HEAD~1' })).toMatchObject({ parents: [], files: [{}, {}, {}] });
  });

  it('shows a file as a commit has it, whatever the work tree holds', async () => {
    const { call } = await start();
    expect(await call('git_show', { path: 'a.txt' })).toMatchObject({ text: 'two\n', bytes: 4, complete: true });
    expect(await call('git_show', { path: 'a.txt', revision: 'HEAD~1' })).toMatchObject({ text: 'one\n' });
    expect(await call('git_show', { repository: 'sub', path: 'b.txt' })).toMatchObject({ text: 'b\n' });
    await expect(call('git_show', { path: 'sub' })).rejects.toMatchObject({ details: { reason: 'not_a_file' } });
    await expect(call('git_show', { path: 'missing.txt' })).rejects.toMatchObject({ details: { reason: 'no_file' } });
    await expect(call('git_show', { path: 'c.bin' })).rejects.toMatchObject({ details: { reason: 'binary' } });
  });

  it('lets no revision or path become an option or leave the repository (CVE-2025-68144)', async () => {
    const { call, root } = await start();
    for (const revision of ['--output=pwned', '-Opwned', '--ext-diff', 'HEAD:a.txt', ':/x', 'HEAD --output=pwned', 'a..b'])
      await expect(call('git_show', { revision }), revision).rejects.toMatchObject({ code: 'invalid_input' });
    for (const path of ['../x', '/etc/passwd'])
      await expect(call('git_show', { path }), path).rejects.toMatchObject({ code: 'forbidden' });
    for (const path of ['--output=pwned', '-r', '*', ':(glob)*'])
      await expect(call('git_show', { path }), path).rejects.toMatchObject({ code: 'not_found' });
    await expect(access(join(root, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
