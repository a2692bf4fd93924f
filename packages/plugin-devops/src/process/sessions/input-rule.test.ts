import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/temp-folder.ts';
import { judgeInput, readsCommands } from './input-rule.ts';

const judge = async ({
  name,
  real = `/usr/bin/${name}`,
  args = [],
  granted = [],
}: {
  name: string;
  real?: string;
  args?: readonly string[];
  granted?: readonly string[];
}) => {
  const folder = await tempFolder({ 'app.mjs': '', 'sub/x': '' });
  return judgeInput({ program: { name, path: real, real, identity: '' }, args, folder, granted });
};

describe('judgeInput', () => {
  it.each([
    ['bash', []],
    ['bash', ['-s', 'x']],
    ['sh', ['-c', 'read x; eval "$x"']],
    ['sh', ['/dev/stdin']],
    ['dash', ['sub']],
    ['python3', []],
    ['python3', ['-i', 'app.mjs']],
    ['python3', ['-m', 'pdb', 'app.mjs']],
    ['python3.12', ['-q']],
    ['node', []],
    ['node', ['-']],
    ['node', ['--conditions', 'app.mjs']],
    ['node', ['inspect', 'app.mjs']],
    ['node', ['missing.mjs']],
    ['ruby', ['-n']],
    ['psql', ['-h', 'db']],
    ['redis-cli', []],
    ['sqlite3', ['app.db']],
    ['irb', []],
    ['gdb', ['app']],
    ['env', ['bash']],
    ['ssh', ['host']],
    ['vim', ['a.txt']],
    ['git', ['rebase', '-i']],
  ])('refuses %s %j, which would run what it reads', async (name, args) => {
    expect(await judge({ name, args })).toEqual(expect.any(String));
  });

  it.each([
    ['node', ['app.mjs', '-i', '-e']],
    ['bash', ['app.mjs']],
    ['npm', ['run', 'dev']],
    ['cat', []],
    ['vite', ['--port', '3000']],
  ])('accepts %s %j', async (name, args) => {
    expect(await judge({ name, args })).toBeUndefined();
  });

  it('accepts what the profile names, by its name or its file', async () => {
    expect(await judge({ name: 'bash', granted: ['bash'] })).toBeUndefined();
    expect(await judge({ name: 'bash', granted: ['node', 'sh'] })).toEqual(expect.any(String));
    expect(await judge({ name: process.execPath, real: process.execPath, granted: [process.execPath] })).toBeUndefined();
    // A program of the workspace may have any name.
    expect(await judge({ name: './bash', granted: ['bash'] })).toEqual(expect.any(String));
  });

  it('knows a shell by its file as well as by its name', async () => {
    expect(await judge({ name: 'harmless', real: '/bin/bash' })).toEqual(expect.any(String));
  });
});

describe('readsCommands', () => {
  const reads = (argv: readonly string[], executable = `/usr/bin/${argv[0]}`, granted: readonly string[] = []): boolean =>
    readsCommands({ argv, executable, granted });

  it('knows shells, REPLs and consoles that are running', () => {
    for (const argv of [
      ['node'],
      ['bash', '-i'],
      ['sh', '-s', 'x'],
      ['python3', '-q'],
      ['python3', '-i', 'x.py'],
      ['psql', 'db'],
      ['node', 'inspect', 'x'],
    ]) {
      expect(reads(argv), argv.join(' ')).toBe(true);
    }
    expect(reads(['-bash'], '/usr/bin/bash')).toBe(true);
    expect(reads(['worker'], '/usr/bin/python3.11')).toBe(true);
  });

  it('lets programs, scripts and inline code read', () => {
    for (const argv of [
      ['sh', '-c', 'vite'],
      ['node', 'server.js', '-i'],
      ['python3', 'app.py'],
      ['cat'],
      ['npm', 'run', 'dev'],
      ['node', '-e', '1'],
    ]) {
      expect(reads(argv), argv.join(' ')).toBe(false);
    }
    expect(reads(['node'], '/usr/bin/node', ['node'])).toBe(false);
  });
});
