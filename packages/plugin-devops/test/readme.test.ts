import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import github from '../src/github/index.ts';
import devops from '../src/index.ts';

const toolsets = new Set([...Object.keys(devops.toolsets), ...Object.keys(github.toolsets)]);

/** The tools in the tables, each with what it needs. */
const rows = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, toolset = '', tools = '', , needs] = line.split('|').map((cell) => cell.trim());
    const names = [...tools.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
    return toolsets.has(toolset) ? names.map((name) => ({ name, toolset, isWrite: needs !== '–' })) : [];
  });

test('the README has every tool in its toolset, and says which of them ask', () => {
  const tools = [...devops.tools, ...github.tools].map(({ name, toolset, kind }) => ({
    name,
    toolset,
    isWrite: kind === 'write',
  }));
  expect(byName(rows)).toEqual(byName(tools));
});

const byName = (tools: readonly { readonly name: string }[]) =>
  tools.toSorted((one, other) => one.name.localeCompare(other.name));
