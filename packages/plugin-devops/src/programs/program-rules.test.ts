import { describe, expect, it } from 'vitest';
import { codeFiles, reasonsFromArguments } from './program-rules.ts';

const reasons = (name: string, ...args: string[]) =>
  reasonsFromArguments({ program: { name, path: name, real: name, identity: '' }, args });

describe('reasonsFromArguments', () => {
  it.each([
    ['bash', '-c', 'id'],
    ['bash', '-xc', 'id'],
    ['sh', '-ic', 'id'],
    ['/bin/sh', '-c', 'id'],
    ['zsh', '--command', 'id'],
    ['bash', '--init-file', 'x'],
    ['bash', '-s'],
    ['bash'],
    ['dash'],
    ['fish', '-c', 'id'],
    ['python3', '-c', 'print(1)'],
    ['python3.11', '-Bc', 'print(1)'],
    ['python', '-'],
    ['python3'],
    ['node', '-e', '1'],
    ['node', '--eval=1'],
    ['node', '-pe', '1'],
    ['node', '--import=data:text/javascript,1', 'a.js'],
    ['node', '-r', './x.js', 'a.js'],
    ['node', '--test-reporter=./reporter.mjs', '--test'],
    ['node', '--test-global-setup=./setup.mjs', '--test'],
    ['node', '--snapshot-blob=snap.blob', 'a.js'],
    ['node', '--inspect=0.0.0.0:9229', 'a.js'],
    ['node', '--no-warnings'],
    ['node', '--test', '--no-test'],
    ['python3', '-B'],
    ['python3', '-Wxmx'],
    ['deno', 'eval', '1'],
    ['bun', 'x', 'thing'],
    ['perl', '-e', '1'],
    ['perl', '-ne', '1'],
    ['ruby', '-e', '1'],
    ['php', '-r', '1'],
    ['lua5.4', '-e', '1'],
    ['Rscript', '-e', '1'],
    ['npm', 'exec', 'thing'],
    ['npm', 'x', 'thing'],
    ['npm', '--silent', 'exec', 'thing'],
    ['npm', '--loglevel', 'silly', 'exec'],
    ['npm', 'test', '--script-shell=/tmp/evil'],
    ['pnpm', 'dlx', 'thing'],
    ['sort', '--files0-from=list'],
    ['wc', '--files0=list'],
    ['du', '--files0-from', 'list'],
    ['make', '--eval=$(shell id)'],
    ['make', '-f', '/tmp/Makefile'],
    ['make', 'SHELL=/tmp/evil'],
  ])('asks a person about %s %s %s', (name, ...args) => {
    expect(reasons(name, ...args.filter((argument) => argument !== undefined))).toHaveLength(1);
  });

  it.each([
    'env',
    'sudo',
    'xargs',
    'find',
    'npx',
    'git',
    'ssh',
    'awk',
    'sed',
    'tar',
    'busybox',
    'timeout',
    'nohup',
    '/usr/bin/env',
    'VIM',
  ])('asks a person about every use of %s', (name) => {
    expect(reasons(name, 'anything')).toHaveLength(1);
  });

  it('judges a program by its own name and by the file behind it', () => {
    const program = { name: 'harmless', path: '/usr/bin/harmless', real: '/usr/bin/bash', identity: '' };
    expect(reasonsFromArguments({ program, args: ['-c', 'id'] })).toHaveLength(1);
  });

  it.each([
    ['npm', 'test'],
    ['npm', 'run', 'build'],
    ['node', 'script.js'],
    ['node', '--test'],
    ['node', '--test', '--test-reporter=tap', '--test-reporter-destination=out.tap'],
    ['node', '--run=test'],
    ['python3', 'script.py'],
    ['python3', '-m', 'pytest'],
    ['python3', '-Bmpytest'],
    ['bash', 'script.sh'],
    ['make', 'all'],
    ['sort', '--field-separator=:', 'a.txt'],
    ['ls', '-la'],
    ['grep', '-e', 'x', 'file'],
    ['cat', 'a.txt'],
  ])('has nothing against %s %s %s', (name, ...args) => {
    expect(reasons(name, ...args.filter((argument) => argument !== undefined))).toEqual([]);
  });

  it('binds node to the package that says how its files are read and what its scripts are', () => {
    const program = { name: 'node', path: 'node', real: 'node', identity: '' };
    expect(codeFiles({ program, args: ['--test', 'a.test.js'] })).toEqual(['a.test.js', 'package.json']);
  });
});
