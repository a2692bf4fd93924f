import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRevision } from './ref.ts';

describe('isRevision', () => {
  it.each([
    'HEAD',
    '@',
    'main',
    'feature/login',
    'v1.2.3',
    'HEAD~2',
    'main^',
    'v1^2~3',
    'a'.repeat(40),
    'origin/main',
    'ünïcode',
  ])('accepts %s', (text) => {
    expect(isRevision(text)).toBe(true);
  });

  it.each([
    '',
    '-x',
    '--output=/tmp/x',
    '--upload-pack=touch x',
    'a b',
    'a..b',
    'a...b',
    'a:b',
    ':/text',
    'HEAD:file',
    'a@{1}',
    '@{-1}',
    'a^{tree}',
    'a\0b',
    'a\nb',
    'a?',
    'a*',
    '[a]',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.',
    '~1',
    '^main',
    'a'.repeat(251),
  ])('refuses %j', (text) => {
    expect(isRevision(text)).toBe(false);
  });

  it('accepts no name that git itself refuses', () => {
    const piece = fc.constantFrom('a', 'B', '1', '.', '/', '-', '_', '@', '{', '}', '~', '^', ':', '..', '.lock', ' ', '*', 'é');
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
        (text) => {
          if (!isRevision(text) || text === '@' || /[~^]/.test(text)) return;
          expect(
            () => execFileSync('git', ['check-ref-format', '--allow-onelevel', text], { stdio: 'ignore' }),
            text,
          ).not.toThrow();
        },
      ),
      { numRuns: 150 },
    );
  });
});
