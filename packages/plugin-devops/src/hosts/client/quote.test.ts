import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteWord, quoteWords } from './quote.ts';

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/busybox', '/usr/bin/fish', '/bin/zsh'].filter(existsSync);
const special = fc.constantFrom(
  ...'\'"\\$`!*?[]{}()<>|&;#~ \t\n\r\u0001\u007f€😀-='.split(''),
  '$(id)',
  '`id`',
  '; rm -rf /',
  "'; id; '",
  "\\'",
  '\\',
);
const word = fc.oneof(
  fc.array(special, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
);

describe.each(shells)('in %s', (shell) => {
  it('yields exactly the same words, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const args = shell.endsWith('busybox') ? ['sh'] : [];
        const { stdout } = spawnSync(shell, [...args, '-c', `exec printf '%s\\0' ${quoteWords(words)}`], { encoding: 'buffer' });
        expect(stdout.toString('utf8')).toBe(words.map((one) => `${one.toWellFormed()}\0`).join(''));
      }),
      { numRuns: 60 },
    );
  });
});

it('refuses what no program can have as an argument', () => {
  expect(() => quoteWord('a\0b')).toThrow(TypeError);
});
