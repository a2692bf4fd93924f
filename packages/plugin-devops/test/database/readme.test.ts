import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import database from '../../src/database/index.ts';

test('the README has every tool of databases in its toolset, and says which of them ask', () => {
  const rows = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, toolset = '', tools = '', , needs] = line.split('|').map((cell) => cell.trim());
      const names = [...tools.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
      return Object.hasOwn(database.toolsets, toolset)
        ? names.map((name) => `${toolset} ${name} ${needs === '–' ? 'read' : 'write'}`)
        : [];
    });
  expect(rows.toSorted()).toEqual(database.tools.map(({ name, toolset, kind }) => `${toolset} ${name} ${kind}`).toSorted());
});
