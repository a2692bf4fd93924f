import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestHost } from '@lineclear/testing/hosts';

const run = promisify(execFile);

/** A package that the repository of a test host offers. */
export interface OfferedPackage {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly conflicts?: string;
}

/**
 * Gives a test host a real apt-get and dpkg on a system of its own: their state, their lists and what they install are below the folder
 * of the host, and a repository of tiny packages is all that they know.
 */
export const installApt = async ({ host, offered }: { host: TestHost; offered: readonly OfferedPackage[] }) => {
  const root = join(host.folder, 'apt');
  const at = (...names: readonly string[]): string => join(root, ...names);
  const folders = ['repository', 'system', 'admin/updates', 'admin/info', 'lists/partial', 'archives/partial', 'etc/parts'];
  for (const folder of folders) await mkdir(at(folder), { recursive: true });
  for (const file of ['admin/status', 'admin/available', 'etc/empty']) await writeFile(at(file), '');
  for (const { name, version, ...fields } of offered) {
    const folder = at('build', `${name}-${version}`);
    await mkdir(join(folder, 'DEBIAN'), { recursive: true });
    await mkdir(join(folder, 'opt'), { recursive: true });
    const control = Object.entries({
      Package: name,
      Version: version,
      Architecture: 'all',
      Maintainer: 'tests',
      ...titled(fields),
      Description: 'for tests',
    });
    await writeFile(join(folder, 'DEBIAN', 'control'), control.map(([key, value]) => `${key}: ${value}\n`).join(''));
    await writeFile(join(folder, 'opt', name), version);
    await run('dpkg-deb', ['--root-owner-group', '-Znone', '-b', folder, at('repository', `${name}_${version}_all.deb`)]);
  }
  await writeFile(at('repository', 'Packages'), await index(at('repository'), offered));
  await writeFile(at('etc/sources.list'), `deb [trusted=yes] file:${at('repository')} ./\n`);
  const settings: Readonly<Record<string, string>> = {
    'Dir::State': root,
    'Dir::State::status': at('admin/status'),
    'Dir::State::lists': at('lists'),
    'Dir::Cache': root,
    'Dir::Cache::archives': at('archives'),
    'Dir::Etc::sourcelist': at('etc/sources.list'),
    'Dir::Etc::sourceparts': at('etc/parts'),
    'Dir::Etc::preferencesparts': at('etc/parts'),
    'Dir::Etc::trustedparts': at('etc/parts'),
    'Dir::Log': root,
    'APT::Sandbox::User': 'root',
  };
  const conf = at('etc/apt.conf');
  const more = `DPkg::Options { "--admindir=${at('admin')}"; "--instdir=${at('system')}"; "--force-not-root"; "--log=${at('dpkg.log')}"; };\n`;
  const lines = Object.entries(settings);
  await writeFile(conf, lines.map(([name, value]) => `${name} "${value}";\n`).join('') + more);
  await run('/usr/bin/apt-get', ['-c', conf, '-q', 'update']);
  await host.install({ program: 'apt-get', text: `#!/bin/sh\nexec /usr/bin/apt-get -c ${conf} "$@"\n` });
  return {
    /** The version that is installed, as the file that the package brought says. */
    installed: (name: string) => readFile(at('system', 'opt', name), 'utf8').catch(() => undefined),
    /** Installs a package behind the back of whoever looks. */
    apt: (...words: readonly string[]) => run('/usr/bin/apt-get', ['-c', conf, '-q', '-y', ...words]),
  };
};

const titled = ({ depends, conflicts }: Pick<OfferedPackage, 'depends' | 'conflicts'>): Record<string, string> => ({
  ...(depends !== undefined && { Depends: depends }),
  ...(conflicts !== undefined && { Conflicts: conflicts }),
});

const index = async (folder: string, offered: readonly OfferedPackage[]): Promise<string> => {
  const entries = offered.map(async ({ name, version }) => {
    const file = `${name}_${version}_all.deb`;
    const { stdout: control } = await run('dpkg-deb', ['-f', join(folder, file)]);
    const { stdout: sum } = await run('sha256sum', [join(folder, file)]);
    const { length } = await readFile(join(folder, file));
    return `${control.trim()}\nFilename: ./${file}\nSize: ${length}\nSHA256: ${sum.split(' ')[0]}\n`;
  });
  return (await Promise.all(entries)).join('\n');
};
