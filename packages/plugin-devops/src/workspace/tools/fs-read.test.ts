import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

describe('fs_read', () => {
  it('numbers lines and says how many were left out', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'one\ntwo\nthree\nfour\n' });
    expect(await call('fs_read', { path: 'a.txt', offset: 2, limit: 2 })).toEqual({
      path: 'a.txt',
      text: '2\ttwo\n3\tthree',
      total_lines: 4,
      lines_left_out: 1,
      next_offset: 4,
      encoding: 'utf-8',
      line_endings: 'lf',
    });
  });

  it('answers nothing beyond the end, and an empty file', async () => {
    const { call } = await startWorkspace({ 'a.txt': 'one\n', empty: '' });
    expect(await call('fs_read', { path: 'a.txt', offset: 9 })).toMatchObject({
      text: '',
      total_lines: 1,
      lines_left_out: 0,
    });
    expect(await call('fs_read', { path: 'empty' })).toMatchObject({ text: '', total_lines: 0, lines_left_out: 0 });
  });

  it('cuts long lines and stops before the answer grows too large', async () => {
    const { call } = await startWorkspace({ 'long.txt': `${'x'.repeat(5_000)}\n`.repeat(100) });
    const answer = await call('fs_read', { path: 'long.txt' });
    const text = String(answer['text']);
    expect(text.split('\n')[0]).toMatch(/^1\tx{2000} \[… 3000 more characters\]$/);
    expect(text.length).toBeLessThanOrEqual(80_000);
    expect(Number(answer['next_offset'])).toBe(text.split('\n').length + 1);
    expect(Number(answer['lines_left_out'])).toBe(100 - text.split('\n').length);
  });

  it.each([
    ['utf-16le', Buffer.from('\uFEFFžluť\r\n', 'utf16le'), 'crlf'],
    ['utf-16be', Buffer.from('\uFEFFžluť\n', 'utf16le').swap16(), 'lf'],
    ['utf-8-bom', Buffer.from('\uFEFFžluť\n'), 'lf'],
  ])('decodes %s', async (encoding, bytes, line_endings) => {
    const { call } = await startWorkspace({ 'a.txt': bytes });
    expect(await call('fs_read', { path: 'a.txt' })).toMatchObject({ text: '1\tžluť', encoding, line_endings });
  });

  it('pages through a file that is too large to be read whole', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index + 1}, žluť\r\n`);
    const { call } = await startWorkspace(
      { 'big.log': lines.join(''), 'big.bin': `${'x'.repeat(2_000)}\0` },
      { settings: { max_file_bytes: 1_024 } },
    );
    expect(await call('fs_read', { path: 'big.log', offset: 480, limit: 2 })).toEqual({
      path: 'big.log',
      text: '480\tline 480, žluť\n481\tline 481, žluť',
      total_lines: 500,
      lines_left_out: 19,
      next_offset: 482,
      encoding: 'utf-8',
      line_endings: 'crlf',
    });
    await expect(call('fs_read', { path: 'big.bin' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'binary' },
    });
  });

  it('refuses binary files and folders', async () => {
    const { call } = await startWorkspace({ 'a.bin': 'a\0b', 'folder/x': '' });
    await expect(call('fs_read', { path: 'a.bin' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'binary' },
    });
    await expect(call('fs_read', { path: 'folder' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'is_folder' },
    });
    await expect(call('fs_read', { path: '.' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'is_folder' },
    });
  });

  it('refuses pipes and sockets at once', async () => {
    const { call, root } = await startWorkspace();
    execFileSync('/usr/bin/mkfifo', [join(root, 'pipe')]);
    const server = createServer().listen(join(root, 'socket'));
    onTestFinished(() => void server.close());
    for (const path of ['pipe', 'socket']) {
      await expect(call('fs_read', { path })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason: 'not_regular' },
      });
    }
  });

  it('says what is wrong with a path, and what to do', async () => {
    const { call } = await startWorkspace({ 'a.txt': '' });
    await expect(call('fs_read', { path: 'missing.txt' })).rejects.toMatchObject({
      code: 'not_found',
      hint: expect.stringContaining('fs_list'),
    });
    await expect(call('fs_read', { path: 'missing/deep.txt' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('fs_read', { path: 'a.txt/below' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('fs_read', { path: '../x' })).rejects.toMatchObject({
      code: 'forbidden',
      hint: expect.stringContaining('inside'),
    });
    await expect(call('fs_read', { path: 'a.txt', lines: 3 })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
