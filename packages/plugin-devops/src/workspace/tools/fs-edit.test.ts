import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWorkspace } from '../../../test/start-workspace.ts';

const edit = (path: string, old: string, replacement: string) => ({ path, edits: [{ old, new: replacement }] });

describe('fs_edit', () => {
  it('shows the diff, then changes exactly that', async () => {
    const { confirm, files } = await startWorkspace({ 'a.ts': 'let a = 1;\nlet b = 2;\n' });
    const { preview, outcome } = await confirm('fs_edit', edit('a.ts', 'b = 2', 'b = 3'));
    expect(preview).toMatchObject({
      description: 'Edit "a.ts" in test: 1 replacement.',
      changes: expect.stringContaining('-let b = 2;\n+let b = 3;'),
      approval: { required: 'model' },
    });
    expect(outcome).toMatchObject({ result: { path: 'a.ts', bytes: 22, replacements: 1 } });
    expect(await files()).toEqual({ 'a.ts': 'let a = 1;\nlet b = 3;\n' });
  });

  it.each([
    ['CRLF', Buffer.from('a\r\nb\r\n'), Buffer.from('x\r\ny\r\n')],
    ['a byte order mark', Buffer.from('\uFEFFa\nb\n'), Buffer.from('\uFEFFx\ny\n')],
    ['UTF-16', Buffer.from('\uFEFFa\nb\n', 'utf16le'), Buffer.from('\uFEFFx\ny\n', 'utf16le')],
    ['Latin-1', Buffer.from('é a\nb\n', 'latin1'), Buffer.from('é x\ny\n', 'latin1')],
  ])('keeps %s', async (_title, before, after) => {
    const { confirm, root } = await startWorkspace({ 'a.txt': before });
    await confirm('fs_edit', edit('a.txt', 'a\nb', 'x\ny'));
    expect(await readFile(join(root, 'a.txt'))).toEqual(after);
  });

  it('answers a near miss with the difference', async () => {
    const { call } = await startWorkspace({ 'a.ts': 'function one() {\n\treturn 1;\n}\n' });
    await expect(call('fs_edit', edit('a.ts', 'function one() {\n  return 1;\n}', ''))).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'no_match', line: 1, difference: expect.stringContaining('-  return 1;\n+\treturn 1;') },
    });
  });

  it('applies all edits or none', async () => {
    const { call, files } = await startWorkspace({ 'a.txt': 'one two' });
    const edits = [
      { old: 'one', new: '1' },
      { old: 'missing', new: '' },
    ];
    await expect(call('fs_edit', { path: 'a.txt', edits })).rejects.toMatchObject({ message: expect.stringContaining('edit 2') });
    expect(await files()).toEqual({ 'a.txt': 'one two' });
  });

  it('is stale when anything in the file changed after the preview', async () => {
    const { call, root, files } = await startWorkspace({ 'a.txt': 'one\ntwo\n' });
    const args = edit('a.txt', 'one', '1');
    await call('fs_edit', args);
    await writeFile(join(root, 'a.txt'), 'one\nTWO\n');
    await expect(call('fs_edit', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await files()).toEqual({ 'a.txt': 'one\nTWO\n' });
  });

  it('refuses edits that change nothing, binary files, missing files, characters the encoding lacks, and .git', async () => {
    const { call, root } = await startWorkspace({
      'a.txt': 'a',
      'a.bin': 'a\0',
      'latin.txt': Buffer.from([0xe9, 0x61]),
      '.git/config': 'a',
    });
    await symlink('.git/config', join(root, 'settings'));
    await expect(call('fs_edit', edit('a.txt', 'a', 'a'))).rejects.toMatchObject({ details: { reason: 'no_change' } });
    await expect(call('fs_edit', edit('a.bin', 'a', 'b'))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(call('fs_edit', edit('b.txt', 'a', 'b'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(call('fs_edit', edit('latin.txt', 'a', '€'))).rejects.toMatchObject({ details: { reason: 'not_encodable' } });
    for (const path of ['.git/config', 'settings']) {
      await expect(call('fs_edit', edit(path, 'a', 'b'))).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
