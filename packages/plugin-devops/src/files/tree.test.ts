import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSwapping } from '../../test/swapping.ts';
import { putFiles, tempFolder } from '../../test/temp-folder.ts';
import { confine } from './confinement.ts';
import { moveEntry, removeEntry, surveyEntry } from './tree.ts';

const signal = new AbortController().signal;
const many = (prefix: string) => Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${prefix}/f${index}`, 'x']));

describe('removeEntry', () => {
  it('never deletes outside while a folder in the tree is swapped for a link', async () => {
    const outside = await tempFolder(many('deep'));
    const root = await tempFolder();
    const confinement = await confine({ roots: [root], protectedPaths: [] });
    const ends: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      await putFiles({ folder: root, files: { ...many('tree/a'), ...many('tree/folder/deep'), ...many('tree/z') } });
      const stop = await startSwapping({ folder: join(root, 'tree/folder'), outside });
      const location = await confinement.locate({ path: 'tree', last: 'keep' });
      await removeEntry({ location }).then(
        () => ends.push('removed'),
        () => ends.push('stopped'),
      );
      await stop();
    }
    expect(ends).toHaveLength(12);
    expect(await readdir(join(outside, 'deep'))).toHaveLength(40);
  });

  it('says "nothing happened" only when nothing was deleted', async () => {
    const root = await tempFolder({ a: '' });
    const confinement = await confine({ roots: [root], protectedPaths: [] });
    const location = await confinement.locate({ path: 'a', last: 'keep' });
    await removeEntry({ location });
    await expect(removeEntry({ location })).rejects.toMatchObject({ code: 'not_found', effect: 'none' });
  });
});

describe('moveEntry', () => {
  it('never replaces a file that appeared after the check', async () => {
    const root = await tempFolder({ a: 'mine', b: 'theirs' });
    const confinement = await confine({ roots: [root], protectedPaths: [] });
    const from = await confinement.locate({ path: 'a', last: 'keep' });
    const to = await confinement.locate({ path: 'b', last: 'keep' });
    await expect(moveEntry({ from, to, overwrite: false })).rejects.toMatchObject({
      code: 'conflict',
      effect: 'none',
    });
    expect(await readdir(root)).toEqual(['a', 'b']);
  });
});

describe('surveyEntry', () => {
  it('gives up when the caller leaves', async () => {
    const root = await tempFolder(many('tree'));
    const confinement = await confine({ roots: [root], protectedPaths: [] });
    const location = await confinement.locate({ path: 'tree', last: 'keep' });
    await expect(surveyEntry({ location, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(await surveyEntry({ location, signal })).toMatchObject({ files: 40, folders: 1, bytes: 40 });
  });
});
