import { expect, test } from 'vitest';
import { documentationText } from './documentation-text.ts';

test('code cannot end its own block', () => {
  const codeSnippets = [{ codeTitle: 'A\n# title', codeList: [{ language: 'ts`', code: '````\nx\n````' }] }];
  expect(documentationText({ documentation: { codeSnippets }, tokens: 100 }).text).toBe(
    '### A # title\n\n`````\n````\nx\n````\n`````',
  );
});

test('a first snippet that is too long is cut, and the rest counted', () => {
  const infoSnippets = [{ content: 'x'.repeat(1_000) }, { content: 'y'.repeat(1_000) }];
  const found = documentationText({ documentation: { infoSnippets }, tokens: 100 });
  expect(found).toMatchObject({ snippets: 1, leftOut: 1 });
  expect(found.text).toMatch(/^x+\n\[\d+ more characters left out\]$/);
  expect(found.text.length).toBeLessThan(450);
});

test('smaller ones still fit where a larger one did not', () => {
  const infoSnippets = [{ content: 'a' }, { content: 'b'.repeat(1_000) }, { content: 'c' }];
  expect(documentationText({ documentation: { infoSnippets }, tokens: 100 })).toMatchObject({ snippets: 2, leftOut: 1 });
});

test('code of nothing but ticks is code', () => {
  const codeList = [{ language: 'md', code: '` '.repeat(300_000) }];
  const { text, snippets } = documentationText({ documentation: { codeSnippets: [{ codeList }] }, tokens: 100 });
  expect(snippets).toBe(1);
  expect(text.startsWith('```md\n` ` `')).toBe(true);
});
