import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import droplets from '../../src/droplets/index.ts';

test('the README has every tool of droplets in its toolset, and says which of them ask', () => {
  const rows = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, toolset = '', tools = '', , needs] = line.split('|').map((cell) => cell.trim());
      const names = toolset in droplets.toolsets ? [...tools.matchAll(/`([a-z_]+)`/g)] : [];
      return names.map(([, name = '']) => `${toolset} ${name} ${needs === '–' ? 'read' : 'write'}`);
    });
  expect(rows.toSorted()).toEqual(droplets.tools.map(({ toolset, name, kind }) => `${toolset} ${name} ${kind}`).toSorted());
});
