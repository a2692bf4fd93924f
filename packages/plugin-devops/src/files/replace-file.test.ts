import { chmod, link, lstat, readFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../digest/sha256.ts';
import { startSwapping } from '../../test/swapping.ts';
import { tempFolder } from '../../test/temp-folder.ts';
import { confine } from './confinement.ts';
import { absent } from './content.ts';
import { readRegularFile } from './regular-file.ts';
import { replaceFile } from './replace-file.ts';

const maxBytes = 1 << 20;
const open = async (files: Readonly<Record<string, string>>) => {
  const root = await tempFolder(files);
  const confinement = await confine({ roots: [root], protectedPaths: [] });
  const write = async (path: string, text: string, expected: string) =>
    replaceFile({ location: await confinement.locate({ path }), bytes: Buffer.from(text), expected, maxBytes });
  return { root, confinement, write };
};

describe('replaceFile', () => {
  it('replaces a file, keeps its mode and leaves nothing else behind', async () => {
    const { root, write } = await open({ 'run.sh': 'old' });
    await chmod(join(root, 'run.sh'), 0o751);
    await write('run.sh', 'new', sha256Hex('old'));
    expect(await readFile(join(root, 'run.sh'), 'utf8')).toBe('new');
    expect((await lstat(join(root, 'run.sh'))).mode & 0o7777).toBe(0o751);
    expect(await readdir(root)).toEqual(['run.sh']);
  });

  it('makes a new file and the folders above it', async () => {
    const { root, write } = await open({});
    await write('a/b/c.txt', 'new', absent);
    expect(await readFile(join(root, 'a/b/c.txt'), 'utf8')).toBe('new');
    expect(await readdir(join(root, 'a/b'))).toEqual(['c.txt']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['changed', { 'a.txt': 'other' }, sha256Hex('old')],
    ['disappeared', {}, sha256Hex('old')],
    ['appeared', { 'a.txt': 'other' }, absent],
  ])('writes nothing when the file %s', async (_title, files, expected) => {
    const { root, write } = await open(files);
    await expect(write('a.txt', 'new', expected)).rejects.toMatchObject({ code: 'conflict', effect: 'none' });
    expect(await readdir(root)).toEqual(Object.keys(files));
    expect(await readFile(join(root, 'a.txt'), 'utf8').catch(() => undefined)).toBe(files['a.txt']);
  });

  it('writes the target of a link and keeps the link', async () => {
    const { root, write } = await open({ 'real.txt': 'old' });
    await symlink('real.txt', join(root, 'link'));
    await write('link', 'new', sha256Hex('old'));
    expect((await lstat(join(root, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, 'real.txt'), 'utf8')).toBe('new');
  });

  it('gives a hard-linked file new content without touching the other name', async () => {
    const outside = await tempFolder({ 'shared.txt': 'old' });
    const { root, write } = await open({});
    await link(join(outside, 'shared.txt'), join(root, 'here.txt'));
    await write('here.txt', 'new', sha256Hex('old'));
    expect(await readFile(join(outside, 'shared.txt'), 'utf8')).toBe('old');
  });

  it('refuses to replace a folder', async () => {
    const { root, write } = await open({ 'folder/a': '' });
    await expect(write('folder', 'new', absent)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await readdir(root)).toEqual(['folder']);
  });
});

describe('a folder that is swapped for a link while it is used', () => {
  it('never lets a byte from outside in or a byte out', async () => {
    const outside = await tempFolder({ 'deep/file.txt': 'outside' });
    const { root, confinement } = await open({ 'folder/deep/file.txt': 'inside' });
    const stop = await startSwapping({ folder: join(root, 'folder'), outside });
    const contents: string[] = [];
    let written = 0;
    // On a busy machine most rounds meet a swap; it goes on until one read and one write got through.
    const enough = (round: number) => round >= 1_500 && contents.length > 0 && written > 0;
    for (let round = 0; round < 30_000 && !enough(round); round += 1) {
      const location = await confinement.locate({ path: 'folder/deep/file.txt' }).catch(() => undefined);
      if (location === undefined) continue;
      const content = await readRegularFile({ location, maxBytes }).catch(() => undefined);
      if (content !== undefined) contents.push(content.bytes.toString());
      const expected = content === undefined ? absent : sha256Hex(content.bytes);
      await replaceFile({ location, bytes: Buffer.from(`inside ${round}`), expected, maxBytes }).then(
        () => (written += 1),
        () => undefined,
      );
    }
    await stop();
    expect(await readdir(join(outside, 'deep'))).toEqual(['file.txt']);
    expect(await readFile(join(outside, 'deep/file.txt'), 'utf8')).toBe('outside');
    expect(contents.length).toBeGreaterThan(0);
    expect(contents.filter((text) => !text.startsWith('inside'))).toEqual([]);
    expect(written).toBeGreaterThan(0);
  });
});
