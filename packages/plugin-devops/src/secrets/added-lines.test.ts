import { describe, expect, it } from 'vitest';
import { addedLines } from './added-lines.ts';

const patch = [
  '\0aaaa',
  'diff --git a/a.txt b/a.txt',
  '--- a/a.txt',
  '+++ b/a.txt',
  '@@ -1,2 +1,4 @@ context',
  '-old',
  '+++ b/not-a-file.txt',
  '+@@ -1 +1 @@',
  ' kept',
  '+new',
  '\\ No newline at end of file',
  '\0bbbb',
  'diff --git a/with space.txt b/with space.txt',
  '--- /dev/null',
  '+++ b/with space.txt\t',
  '@@ -0,0 +7 @@',
  '+seven',
  'diff --git "a/q\\"\\t.txt" "b/q\\"\\t.txt"',
  '+++ "b/q\\"\\t\\303.txt"',
  '@@ -4 +4 @@',
  '-x',
  '+y',
  '',
].join('\n');

describe('addedLines', () => {
  it('gives every added line its file, number and commit, and believes no line that looks like a header', () => {
    expect(addedLines(patch)).toEqual([
      {
        commit: 'aaaa',
        path: 'a.txt',
        lines: [
          { line: 1, text: '++ b/not-a-file.txt' },
          { line: 2, text: '@@ -1 +1 @@' },
          { line: 4, text: 'new' },
        ],
      },
      { commit: 'bbbb', path: 'with space.txt', lines: [{ line: 7, text: 'seven' }] },
      { commit: 'bbbb', path: 'q"\t\u00c3.txt', lines: [{ line: 4, text: 'y' }] },
    ]);
  });
});
