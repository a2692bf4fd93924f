import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commentsOf, noComments } from './languages.ts';
import { createTokenList } from './tokens.ts';

const { signal } = new AbortController();
/** The words of one text as letters (equal words, equal letters) with their lines. */
const tokensOf = async ({ text, path = 'a.ts' }: { text: string; path?: string }) => {
  const list = createTokenList();
  const counts = await list.add({ text, comments: commentsOf(path) ?? noComments, signal });
  const { ids, lines } = list.end();
  return { ...counts, ids: [...ids], lineOf: [...lines] };
};

it('splits code into words, strings and signs, with their lines', async () => {
  const { ids, lineOf, tokens, lines } = await tokensOf({ text: 'if (name_1) {\n  say("a \\" b", \'c\');\n}\n// if\n' });
  expect(tokens).toBe(13);
  expect(lines).toBe(4);
  expect(ids).toEqual([0, 1, 2, 3, 4, 5, 1, 6, 7, 8, 3, 9, 10, -1]);
  expect(lineOf).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 6]);
});

it.each([
  ['a.py', 'x = 1 # one\n', 3],
  ['a.ts', 'x /* y\n z */ = 1\n', 3],
  ['a.sql', 'select 1 -- one\n', 2],
  ['a.html', '<b><!-- note --></b>', 7],
  ['Dockerfile', '# note\nFROM x', 2],
  ['a.css', 'a { color: red } /* open', 6],
])('leaves the comments of %s out', async (path, text, count) => {
  expect(await tokensOf({ text, path })).toMatchObject({ tokens: count });
});

it('knows code from data and prose', () => {
  expect(['a.ts', 'B.JAVA', 'x/Makefile'].map((path) => commentsOf(path) !== undefined)).toEqual([true, true, true]);
  expect(['package-lock.json', 'README.md', 'a.csv', 'LICENSE', 'pnpm-lock.yaml'].map(commentsOf)).toEqual(
    Array(5).fill(undefined),
  );
});

it('takes one pass over any text', async () => {
  for (const mark of ['"', "'\\", '/*', '/* */', '<', '{', 'a\n', '😀', '\\', '`${']) {
    const { lines } = await tokensOf({ text: mark.repeat(100_000) });
    expect(lines).toBe(mark.endsWith('\n') ? 100_000 : 1);
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.constantFrom('a.ts', 'a.py', 'a.html', 'a.txt'), async (text, path) => {
      const { lineOf, lines } = await tokensOf({ text, path });
      expect(lineOf).toEqual(lineOf.toSorted((one, other) => one - other));
      expect(lines).toBe(text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
    }),
  );
});
