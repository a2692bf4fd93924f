import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

describe('fs_search for contents', () => {
  it('answers path, line and text', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'x\nhello one\n', 'b/c.txt': 'Hello two\nhello three' });
    expect(await call('fs_search', { pattern: 'hello' })).toEqual({
      matches: [
        { path: 'a.txt', line: 2, text: 'hello one' },
        { path: 'b/c.txt', line: 2, text: 'hello three' },
      ],
      left_out: 0,
      complete: true,
    });
    expect(await call('fs_search', { pattern: '(?i)hello', path: 'b' })).toMatchObject({ matches: [{ line: 1 }, { line: 2 }] });
    expect(await call('fs_search', { pattern: 'nothing like this' })).toMatchObject({ matches: [], left_out: 0 });
  });

  it('takes patterns that look like options or hold shell characters as patterns', async () => {
    const hostile = ['--pre=touch pwned', '-f/etc/passwd', '--files', '-e', '$(touch pwned)', '; touch pwned', '`id`'];
    const { call, files } = await startWorkspace({ 'a.txt': hostile.join('\n') });
    for (const [index, pattern] of hostile.entries()) {
      expect(await call('fs_search', { pattern, literal: true })).toMatchObject({ matches: [{ line: index + 1 }] });
    }
    expect(Object.keys(await files())).toEqual(['a.txt']);
  });

  it('takes globs and paths that look like options as globs and paths', async () => {
    const { call, files } = await startWorkspace({ '--pre': 'hello', 'a.txt': 'hello' });
    expect(await call('fs_search', { pattern: 'hello', path: '--pre' })).toMatchObject({ matches: [{ path: '--pre' }] });
    expect(await call('fs_search', { pattern: 'hello', globs: ['--pre'] })).toMatchObject({ matches: [{ path: '--pre' }] });
    expect(Object.keys(await files())).toEqual(['--pre', 'a.txt']);
  });

  it('leaves out what git ignores, binary files and .git, also when a glob names them', async () => {
    const { call, root } = await startWorkspace({
      '.gitignore': '*.log\nbuilt/\n',
      'a.txt': 'hello',
      'a.log': 'hello',
      'built/b.txt': 'hello',
      'c.bin': 'hello\0',
      '.hidden': 'hello',
    });
    execFileSync('git', ['init', '-q', root]);
    const search = async (more: object) => {
      const { matches } = await call('fs_search', { pattern: 'hello', ...more });
      return (Array.isArray(matches) ? matches : []).map((match) => (match as { path: string }).path);
    };
    expect(await search({})).toEqual(['.hidden', 'a.txt']);
    expect(await search({ globs: ['*'] })).toEqual(['.hidden', 'a.txt']);
    expect(await search({ globs: ['*.log'] })).toEqual([]);
    expect(await search({ globs: ['*.{txt,log}', '!built/**'], include_ignored: true })).toEqual(['a.log', 'a.txt']);
    expect(await search({ include_ignored: true })).toEqual(['.hidden', 'a.log', 'a.txt', 'built/b.txt']);
  });

  it('shows every match exactly once over pages', async () => {
    const text = Array.from({ length: 10 }, (_, index) => `hit ${index}`).join('\n');
    const { call } = await startWorkspace({ 'a.txt': text, 'b.txt': text, 'c.txt': 'miss' });
    const seen: unknown[] = [];
    let leftOut: unknown[] = [];
    for (let cursor: string | undefined = '0'; cursor !== undefined;) {
      const page = await call('fs_search', { pattern: 'hit', limit: 7, cursor });
      seen.push(...(Array.isArray(page['matches']) ? page['matches'] : []));
      leftOut = [...leftOut, page['left_out']];
      cursor = typeof page['next_cursor'] === 'string' ? page['next_cursor'] : undefined;
    }
    expect(new Set(seen.map((match) => JSON.stringify(match))).size).toBe(20);
    expect(seen).toHaveLength(20);
    expect(leftOut).toEqual([13, 6, 0]);
  });

  it('stops counting after a thousand further matches and says so', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'hit\n'.repeat(20_000) });
    expect(await call('fs_search', { pattern: 'hit', limit: 2 })).toMatchObject({
      left_out: 1_000,
      complete: false,
      next_cursor: '2',
    });
  });

  it('shows lines around a match, and cuts long lines around it', async () => {
    const { call } = await startWorkspace({
      'a.txt': 'one\ntwo\nthree\nfour',
      'long.txt': `${'é'.repeat(5_000)}needle${'y'.repeat(5_000)}`,
    });
    expect(await call('fs_search', { pattern: 'two', context: 1 })).toMatchObject({
      matches: [{ around: '1\tone\n2\ttwo\n3\tthree' }],
    });
    const { matches } = await call('fs_search', { pattern: 'needle' });
    const text = Array.isArray(matches) ? (matches[0] as { text: string }).text : '';
    expect(text).toContain('needle');
    expect(text.length).toBeLessThan(500);
  });

  it('keeps one answer small whatever the lines are', async () => {
    const { call } = await startWorkspace({ 'a.txt': `${'hit '.repeat(500)}\n`.repeat(300) });
    const answer = await call('fs_search', { pattern: 'hit', limit: 200, context: 5 });
    expect(JSON.stringify(answer).length).toBeLessThan(62_000);
    expect(answer).toMatchObject({ next_cursor: expect.stringMatching(/^\d+$/) });
  });

  it('never follows a link out of the workspace', async () => {
    const outside = await tempFolder({ 'secret.txt': 'needle outside' });
    const { call, root } = await startWorkspace({ 'a.txt': 'needle inside' });
    await symlink(outside, join(root, 'folder'));
    await symlink(join(outside, 'secret.txt'), join(root, 'file'));
    expect(await call('fs_search', { pattern: 'needle', include_ignored: true })).toMatchObject({ matches: [{ path: 'a.txt' }] });
    await expect(call('fs_search', { pattern: 'needle', path: 'folder' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('finds lines of files that are too large to be read whole', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index + 1}${index % 100 === 41 ? ' needle' : ''}\n`);
    const { call } = await startWorkspace({ 'big.log': lines.join('') }, { settings: { max_file_bytes: 1_024 } });
    expect(await call('fs_search', { pattern: 'needle', context: 1, limit: 2 })).toMatchObject({
      matches: [
        { line: 42, text: 'line 42 needle', around: '41\tline 41\n42\tline 42 needle\n43\tline 43' },
        { line: 142, around: '141\tline 141\n142\tline 142 needle\n143\tline 143' },
      ],
      left_out: 1,
    });
  });

  it('explains a pattern or glob that cannot be parsed', async () => {
    const { call } = await startWorkspace({ 'a.txt': '(' });
    await expect(call('fs_search', { pattern: '(' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'bad_pattern', explanation: expect.stringContaining('unclosed group') },
    });
    await expect(call('fs_search', { pattern: 'a', globs: ['['] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('fs_search', { pattern: 'a', cursor: '-1' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await call('fs_search', { pattern: '(', literal: true })).toMatchObject({ matches: [{ path: 'a.txt' }] });
  });

  it('survives file names with line breaks, and binary files found after a match', async () => {
    const late = Buffer.concat([Buffer.from('needle first\n'), Buffer.alloc(200_000, 'x\n'), Buffer.from('\0needle')]);
    const { call } = await startWorkspace({ 'a\nb.txt': 'needle', 'big.bin': late, 'z.txt': 'needle' });
    expect(await call('fs_search', { pattern: 'needle' })).toMatchObject({ matches: [{ path: 'a\nb.txt' }, { path: 'z.txt' }] });
  });
});

describe('fs_search for names', () => {
  it('finds a part of a name in any case, or a glob', async () => {
    const { call } = await startWorkspace({ 'src/Main.ts': '', 'src/main.test.ts': '', 'readme.md': '' });
    const names = async (pattern: string, more: object = {}) =>
      (await call('fs_search', { kind: 'names', pattern, ...more }))['paths'];
    expect(await names('main')).toEqual(['src/Main.ts', 'src/main.test.ts']);
    expect(await names('*.test.ts')).toEqual(['src/main.test.ts']);
    expect(await names('main', { globs: ['!*.test.ts'] })).toEqual(['src/Main.ts']);
    expect(await names('*', { path: 'src', globs: ['*.test.*'] })).toEqual(['src/main.test.ts']);
    expect(await names('nothing')).toEqual([]);
  });

  it('pages', async () => {
    const { call } = await startWorkspace({ 'a.txt': '', 'b.txt': '', 'c.txt': '' });
    const first = await call('fs_search', { kind: 'names', pattern: '*.txt', limit: 2 });
    expect(first).toEqual({ paths: ['a.txt', 'b.txt'], left_out: 1, complete: true, next_cursor: '2' });
    expect(await call('fs_search', { kind: 'names', pattern: '*.txt', limit: 2, cursor: '2' })).toEqual({
      paths: ['c.txt'],
      left_out: 0,
      complete: true,
    });
  });
});
