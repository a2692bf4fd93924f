import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../test/temp-folder.ts';
import { argumentsOutside } from './argument-paths.ts';
import { confine } from '../files/confinement.ts';

const open = async () => {
  const base = await tempFolder({ 'root/sub/a.txt': '', 'state/key': '', 'root/config.yaml': '' });
  const root = join(base, 'root');
  const confinement = await confine({ roots: [root], protectedPaths: [join(base, 'state'), join(root, 'config.yaml')] });
  const ask = (...args: string[]) => argumentsOutside({ confinement, folder: join(root, 'sub'), home: '/home/somebody', args });
  return { base, root, ask };
};

describe('argumentsOutside', () => {
  it('has nothing to say about options, plain words and paths inside', async () => {
    const { root, ask } = await open();
    expect(
      await ask('test', '--watch', '-la', '--file=a.txt', '../sub', `${root}/sub`, 'a b', '', 'x'.repeat(5_000), '.'),
    ).toEqual([]);
  });

  it.each([
    '/etc/passwd',
    '../../other',
    '--file=/etc/passwd',
    '-f/etc/passwd',
    '-f../../../x',
    '-uo/etc/passwd',
    '-nf../../../x',
    '-xzf~/.ssh/id_rsa',
    '@/etc/passwd',
    'file:///etc/passwd',
    'host:/etc/passwd',
    '~/.ssh/id_rsa',
    '--key=~/.ssh/id_rsa',
    'a,/etc/passwd',
    'out',
    'out/x',
  ])('finds %s', async (argument) => {
    const { root, ask } = await open();
    await symlink('/etc', join(root, 'sub/out'));
    expect(await ask('ok', argument)).toEqual([argument]);
  });

  it('refuses protected files, however they are written', async () => {
    const { base, root, ask } = await open();
    await symlink('../config.yaml', join(root, 'sub/innocent'));
    await writeFile(join(root, 'sub/b'), '');
    const spelled = [
      '../config.yaml',
      `${root}/config.yaml`,
      '--c=../config.yaml',
      'innocent',
      '-uoinnocent',
      '-nf../config.yaml',
      `${base}/state/key`,
      '../../state/key',
    ];
    for (const argument of [...spelled, `cat ${base}/state/key`, `-v${base}/state:/x`, `$(cat ${root}/config.yaml)`]) {
      await expect(ask(argument), argument).rejects.toMatchObject({
        code: 'forbidden',
        details: { reason: 'protected_path' },
        effect: 'none',
      });
    }
  });
});
