import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putFiles, tempFolder } from '../../test/temp-folder.ts';
import { confine, holds } from './confinement.ts';

const refused = (reason: string) => expect.objectContaining({ code: 'forbidden', details: expect.objectContaining({ reason }) });

/** A root `app` beside things that must stay out of reach. */
const workspace = async (protectedPaths: (base: string) => readonly string[] = () => []) => {
  const base = await tempFolder({
    'app/file.txt': 'inside',
    'app/sub/deep.txt': 'inside',
    'app_evil/file.txt': 'outside',
    'APP/file.txt': 'outside',
    'secret.txt': 'outside',
  });
  const confinement = await confine({ roots: [join(base, 'app')], protectedPaths: protectedPaths(base) });
  return { base, root: join(base, 'app'), confinement, locate: (path: string) => confinement.locate({ path }) };
};

describe('confine', () => {
  it('locates relative paths, absolute paths inside a root, and files that do not exist yet', async () => {
    const { root, locate } = await workspace();
    expect(await locate('file.txt')).toEqual({ real: `${root}/file.txt`, shown: 'file.txt', root, exists: true });
    expect(await locate(`${root}/sub/../file.txt`)).toMatchObject({ shown: 'file.txt' });
    expect(await locate('')).toMatchObject({ real: root, shown: '.' });
    expect(await locate('new/deep/file.txt')).toMatchObject({ shown: 'new/deep/file.txt', exists: false });
  });

  it('does not take a folder that somebody makes meanwhile for a link', async () => {
    const { root, locate } = await workspace();
    for (let round = 0; round < 200; round += 1) {
      const located = Array.from({ length: 8 }, (_, index) => locate(`made/${round}/${index}.txt`));
      const [found] = await Promise.all([Promise.all(located), mkdir(join(root, 'made', `${round}`), { recursive: true })]);
      expect(found[0]).toMatchObject({ shown: `made/${round}/0.txt`, exists: false });
    }
  });

  it('shows files of a second root by their absolute path', async () => {
    const first = await tempFolder();
    const second = await tempFolder({ 'a.txt': '' });
    const confinement = await confine({ roots: [first, second], protectedPaths: [] });
    expect(await confinement.locate({ path: `${second}/a.txt` })).toMatchObject({ shown: `${second}/a.txt`, root: second });
  });

  it('accepts a root and paths that are given through a link', async () => {
    const { base, root } = await workspace();
    await symlink(root, join(base, 'alias'));
    const confinement = await confine({ roots: [join(base, 'alias')], protectedPaths: [] });
    expect(await confinement.locate({ path: join(base, 'alias/file.txt') })).toMatchObject({
      real: `${root}/file.txt`,
      shown: 'file.txt',
    });
    expect(await confinement.locate({ path: join(base, 'alias'), last: 'keep' })).toMatchObject({ real: root });
  });

  it('refuses a root that does not exist or is a file', async () => {
    const base = await tempFolder({ file: '' });
    for (const root of ['missing', 'file']) {
      await expect(confine({ roots: [join(base, root)], protectedPaths: [] })).rejects.toMatchObject({ code: 'not_configured' });
    }
  });

  it('refuses `..` and absolute paths that leave the root (DesktopCommander #411)', async () => {
    const { base, locate } = await workspace();
    for (const path of [
      '../secret.txt',
      'sub/../../secret.txt',
      `${base}/secret.txt`,
      '/etc/passwd',
      '..',
      '/',
      './../app/../secret.txt',
    ]) {
      await expect(locate(path), path).rejects.toEqual(refused('outside_roots'));
    }
  });

  it('tells nothing about what exists outside', async () => {
    const { base, locate } = await workspace();
    await symlink('nowhere', join(base, 'dangling'));
    await symlink('loop', join(base, 'loop'));
    const messages = [];
    for (const name of ['secret.txt', 'missing', 'dangling', 'loop', 'secret.txt/below']) {
      const error: unknown = await locate(join(base, name)).catch((caught: unknown) => caught);
      expect(error).toEqual(refused('outside_roots'));
      if (error instanceof Error) messages.push(error.message.replaceAll(name, '*'));
    }
    expect(new Set(messages).size).toBe(1);
  });

  it('keeps folders with a common beginning apart (CVE-2025-53110)', async () => {
    const { base, locate } = await workspace();
    await expect(locate(`${base}/app_evil/file.txt`)).rejects.toEqual(refused('outside_roots'));
    await expect(locate('../app_evil/file.txt')).rejects.toEqual(refused('outside_roots'));
    expect(holds('/srv/app', '/srv/app_evil')).toBe(false);
    expect(holds('/', '/srv')).toBe(true);
  });

  it('keeps folders that differ in case or Unicode form apart', async () => {
    const { base, locate } = await workspace();
    await expect(locate(`${base}/APP/file.txt`)).rejects.toEqual(refused('outside_roots'));
    const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];
    await putFiles({ folder: base, files: { [`${composed}/a`]: '', [`${decomposed}/a`]: '' } });
    const confinement = await confine({ roots: [join(base, composed)], protectedPaths: [] });
    await expect(confinement.locate({ path: join(base, decomposed, 'a') })).rejects.toEqual(refused('outside_roots'));
  });

  it('refuses links to files and folders outside (CVE-2025-53109), also in the middle of a path', async () => {
    const { base, root, locate } = await workspace();
    await symlink(join(base, 'secret.txt'), join(root, 'link'));
    await symlink('..', join(root, 'up'));
    await symlink('up', join(root, 'chain'));
    for (const path of ['link', 'up', 'up/secret.txt', 'chain/secret.txt', 'up/app_evil/new.txt']) {
      await expect(locate(path), path).rejects.toEqual(refused('outside_roots'));
    }
    expect(await locate('up/app/file.txt')).toMatchObject({ shown: 'file.txt' });
  });

  it('refuses a new file below a folder link that leads outside (DesktopCommander #420)', async () => {
    const { base, root, locate } = await workspace();
    await symlink(join(base, 'app_evil'), join(root, 'folder'));
    await expect(locate('folder/new/file.txt')).rejects.toEqual(refused('outside_roots'));
  });

  it('refuses links that lead nowhere or in a circle', async () => {
    const { base, root, locate } = await workspace();
    await symlink(join(base, 'not-yet'), join(root, 'dangling'));
    await symlink('two', join(root, 'one'));
    await symlink('one', join(root, 'two'));
    await expect(locate('dangling')).rejects.toEqual(refused('dangling_link'));
    await expect(locate('dangling/below')).rejects.toEqual(refused('dangling_link'));
    await expect(locate('one')).rejects.toEqual(refused('eloop'));
  });

  it('locates a link itself, not its target, when the last name is kept', async () => {
    const { base, root, confinement } = await workspace();
    await symlink(join(base, 'secret.txt'), join(root, 'link'));
    await symlink('..', join(root, 'up'));
    await symlink('not-yet', join(root, 'dangling'));
    expect(await confinement.locate({ path: 'link', last: 'keep' })).toMatchObject({ real: `${root}/link`, exists: true });
    expect(await confinement.locate({ path: 'dangling', last: 'keep' })).toMatchObject({
      real: `${root}/dangling`,
      exists: true,
    });
    for (const path of ['dangling/below', 'dangling/far/below'])
      await expect(confinement.locate({ path, last: 'keep' })).rejects.toEqual(refused('dangling_link'));
    await expect(confinement.locate({ path: 'up/secret.txt', last: 'keep' })).rejects.toEqual(refused('outside_roots'));
  });

  it('refuses /proc, /sys and /dev, whatever they are reached through', async () => {
    const { root, locate } = await workspace();
    await symlink('/proc/self/root', join(root, 'proc'));
    for (const path of ['/proc/self/environ', '/proc/self/root/etc/passwd', 'proc/etc/passwd', '/dev/zero']) {
      await expect(locate(path), path).rejects.toEqual(refused('outside_roots'));
    }
    const everything = await confine({ roots: ['/'], protectedPaths: [] });
    for (const path of ['/proc/1/environ', '/sys/kernel', '/dev/sda', '/proc']) {
      await expect(everything.locate({ path }), path).rejects.toEqual(refused('protected_path'));
    }
  });

  it('refuses NUL, lone surrogates and names or paths that are too long', async () => {
    const { locate } = await workspace();
    for (const path of ['file.txt\0.png', '\ud800', 'x'.repeat(256), 'é'.repeat(128), 'a/'.repeat(2100)]) {
      await expect(locate(path)).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'bad_path' } });
    }
    expect(await locate('x'.repeat(255))).toMatchObject({ exists: false });
  });

  it('refuses protected files and everything in protected folders, through links and before they exist', async () => {
    const { root, locate, confinement } = await workspace((base) => [join(base, 'app/config.yaml'), join(base, 'app/state')]);
    await writeFile(join(root, 'config.yaml'), '');
    await symlink('config.yaml', join(root, 'innocent'));
    for (const path of ['config.yaml', 'innocent', 'state', 'state/key', 'sub/../state/key']) {
      await expect(locate(path), path).rejects.toEqual(refused('protected_path'));
    }
    expect(await confinement.admit(join(root, 'config.yaml'))).toBeUndefined();
    expect(await confinement.admit(join(root, 'file.txt'))).toMatchObject({ shown: 'file.txt' });
    expect(await locate('state_of_affairs')).toMatchObject({ exists: false });
  });

  it('protects a protected link itself and what it points to', async () => {
    const { root, locate, confinement } = await workspace((base) => [join(base, 'app/state')]);
    await mkdir(join(root, 'elsewhere'));
    await symlink('elsewhere', join(root, 'state'));
    await expect(locate('elsewhere/key')).rejects.toEqual(refused('protected_path'));
    await expect(confinement.locate({ path: 'state', last: 'keep' })).rejects.toEqual(refused('protected_path'));
  });

  it('never locates anything outside, whatever the path and the links are', async () => {
    const { base, root, confinement } = await workspace();
    const names = ['a', 'b', 'sub', 'link', '..', '.', 'app', 'app_evil', 'secret.txt', ''];
    const path = fc.array(fc.constantFrom(...names), { maxLength: 7 }).map((parts) => parts.join('/'));
    const anyPath = fc.oneof(
      path,
      path.map((text) => `${base}/${text}`),
      path.map((text) => `/${text}`),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    let number = 0;
    let admitted = 0;
    await fc.assert(
      fc.asyncProperty(path, path, anyPath, fc.constantFrom('follow', 'keep'), async (from, target, asked, last) => {
        number += 1;
        const link = join(root, from, `link${number % 20}`);
        if (holds(base, link)) await symlink(target || '.', link).catch(() => undefined);
        const located = await confinement
          .locate({ path: asked.replace('link', `link${number % 20}`), last })
          .catch(() => undefined);
        if (located === undefined) return;
        admitted += 1;
        const parent = last === 'keep' && located.real !== root ? dirname(located.real) : located.real;
        const real = await realpath(parent).catch(() => parent);
        expect(holds(root, real), `${asked} → ${located.real}`).toBe(true);
        expect(real).toBe(parent);
      }),
      { numRuns: 1500 },
    );
    expect(admitted).toBeGreaterThan(100);
  });
});
