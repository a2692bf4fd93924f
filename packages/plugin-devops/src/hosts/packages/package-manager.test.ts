import { expect, test } from 'vitest';
import { apk } from './apk.ts';
import { apt } from './apt.ts';
import { dnf } from './dnf.ts';

test('reads what apt says it would do', () => {
  const stdout = `Reading package lists...
The following packages will be REMOVED:
  old-thing
Inst libfoo1 (1.2-3+deb12u1 Debian:12.15/oldstable [amd64])
Inst foo [1.1-1] (1.2-3 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
Remv old-thing [0.9] [bar:amd64 ]
Conf libfoo1 (1.2-3+deb12u1 Debian:12.15/oldstable [amd64])
`;
  expect(apt.readPlan({ stdout, exitCode: 0 })).toEqual([
    { name: 'libfoo1', change: 'install', version: '1.2-3+deb12u1' },
    { name: 'foo', change: 'upgrade', version: '1.2-3', from: '1.1-1' },
    { name: 'old-thing', change: 'remove', version: '0.9' },
  ]);
  expect(apt.readPlan({ stdout, exitCode: 100 })).toBe(undefined);
});

test('makes apt do what it planned and nothing more', () => {
  const packages = [{ name: 'foo', version: undefined }];
  const changes = [{ name: 'foo', change: 'install', version: '1.2-3' }] as const;
  expect(apt.run({ action: 'install', packages, changes }).slice(-4)).toEqual(['--no-remove', 'install', '--', 'foo=1.2-3']);
  const removes = [...changes, { name: 'bar', change: 'remove', version: '1' }] as const;
  expect(apt.run({ action: 'install', packages, changes: removes })).not.toContain('--no-remove');
});

test('reads the table of dnf, with a long name on a line of its own', () => {
  const stdout = `Dependencies resolved.
================================================================================
 Package            Architecture  Version              Repository          Size
================================================================================
Installing:
 nginx              x86_64        1:1.20.1-10.el9      appstream           36 k
Upgrading:
 a-package-with-a-very-long-name-that-does-not-fit
                    noarch        2.0-1.el9            baseos             1.2 M
Removing dependent packages:
 old                x86_64        3.1-1                @System             10 k

Transaction Summary
================================================================================
Install  1 Package

Total download size: 36 k
Operation aborted.
`;
  expect(dnf.readPlan({ stdout, exitCode: 1 })).toEqual([
    { name: 'nginx', change: 'install', version: '1:1.20.1-10.el9' },
    { name: 'a-package-with-a-very-long-name-that-does-not-fit', change: 'upgrade', version: '2.0-1.el9' },
    { name: 'old', change: 'remove', version: '3.1-1' },
  ]);
  expect(dnf.readPlan({ stdout: 'Nothing to do.\nComplete!\n', exitCode: 0 })).toEqual([]);
  expect(dnf.readPlan({ stdout: '', exitCode: 1 })).toBe(undefined);
});

test('reads what apk says it would do', () => {
  const stdout = `(1/3) Installing pcre (8.45-r3)
(2/3) Upgrading nginx (1.24.0-r6 -> 1.24.0-r7)
(3/3) Purging old (1.0-r0)
OK: 10 MiB in 20 packages
`;
  expect(apk.readPlan({ stdout, exitCode: 0 })).toEqual([
    { name: 'pcre', change: 'install', version: '8.45-r3' },
    { name: 'nginx', change: 'upgrade', version: '1.24.0-r7', from: '1.24.0-r6' },
    { name: 'old', change: 'remove', version: '1.0-r0' },
  ]);
});
