import { describe, expect, it } from 'vitest';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';
import { githubFileGet } from './github-file-get.ts';

const start = (options?: GitHubOptions) => startGitHub([githubFileGet], options);
const readme = { repo: 'octo/widgets', path: 'README.md' };

describe('github_file_get', () => {
  it('shows numbered lines of a text file, part by part', async () => {
    const { callTool } = await start();
    const first = await callTool('github_file_get', { ...readme, limit: 2 });
    expect(first).toMatchObject({
      kind: 'file',
      text: '1\t# widgets\n2\t',
      total_lines: 3,
      next_offset: 3,
      complete: false,
      untrusted: true,
    });
    expect(await callTool('github_file_get', { ...readme, offset: 3 })).toMatchObject({
      text: '3\tWidgets and their prices.',
      next_offset: null,
    });
    await expect(callTool('github_file_get', { ...readme, offset: 4 })).rejects.toMatchObject({ details: { reason: 'offset' } });
  });

  it('lists a folder, at a branch, tag or commit', async () => {
    const { callTool, sandbox } = await start();
    const commit = await sandbox.world.push('octo/widgets', { branch: 'feature', path: 'docs/plan.md', content: 'plan' });
    expect(await callTool('github_file_get', { repo: 'octo/widgets' })).toMatchObject({
      kind: 'dir',
      entries: [
        { name: '.github', kind: 'dir' },
        { name: 'README.md', kind: 'file', bytes: 37 },
        { name: 'src', kind: 'dir' },
      ],
      complete: true,
    });
    for (const ref of ['feature', commit]) {
      expect(await callTool('github_file_get', { repo: 'octo/widgets', path: 'docs', ref })).toMatchObject({
        entries: [{ name: 'plan.md' }],
      });
    }
  });

  it('reads a file that is too large for one answer from its blob', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.push('octo/widgets', { branch: 'main', path: 'large.txt', content: 'line\n'.repeat(300_000) });
    expect(await callTool('github_file_get', { repo: 'octo/widgets', path: 'large.txt', offset: 300_000 })).toMatchObject({
      text: '300000\tline',
      total_lines: 300_000,
    });
  });

  it('tells that a file is binary, and cuts long lines', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.push('octo/widgets', { branch: 'main', path: 'a.bin', content: 'a\0b' });
    expect(await callTool('github_file_get', { repo: 'octo/widgets', path: 'a.bin' })).toMatchObject({ binary: true, bytes: 3 });
    await sandbox.world.push('octo/widgets', { branch: 'main', path: 'a.txt', content: 'x'.repeat(1 << 20) });
    const { text, complete } = await callTool('github_file_get', { repo: 'octo/widgets', path: 'a.txt' });
    expect(String(text).length).toBeLessThan(3_000);
    expect(complete).toBe(false);
  });

  it('cleans what nobody can see', async () => {
    const { callTool, sandbox } = await start();
    await sandbox.world.push('octo/widgets', { branch: 'main', path: 'a.txt', content: 'a\u202eb\u200bc\x1b[31md\n' });
    expect(await callTool('github_file_get', { repo: 'octo/widgets', path: 'a.txt' })).toMatchObject({
      text: '1\tabcd',
      untrusted: true,
    });
  });

  it('reads under lockdown only what took write access', async () => {
    const { callTool, sandbox } = await start({ settings: { lockdown: true } });
    const { git } = sandbox.world.repository('octo/widgets');
    const head = (await git.resolve('refs/heads/main')) ?? '';
    const { tree } = await git.commit(head);
    const author = { name: 'a', email: 'a@example.com', date: '2026-01-01T00:00:00Z' };
    // As a commit of a fork, which lies below the repository too.
    const foreign = await git.writeCommit({ tree, parents: [head], message: 'Foreign', author });
    for (const ref of ['main', 'feature', head]) {
      expect(await callTool('github_file_get', { ...readme, ref })).toMatchObject({ kind: 'file' });
    }
    await expect(callTool('github_file_get', { ...readme, ref: foreign })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'lockdown' },
    });
  });
});
