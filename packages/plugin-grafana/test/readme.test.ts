import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import grafana from '../src/index.ts';

const rows = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, toolset, tools, , needs] = line.split('|').map((cell) => cell.trim());
    const names = [...(tools ?? '').matchAll(/`([a-z_]+)`/g)].map((match) => match[1]);
    return toolset !== undefined && toolset in grafana.toolsets ? names.map((name) => ({ name, toolset, needs })) : [];
  });

test('the README has every tool in its toolset, and says which of them ask', () => {
  const expected = grafana.tools.map(({ name, toolset, kind }) => ({ name, toolset, isWrite: kind === 'write' }));
  const found = rows.map(({ name, toolset, needs }) => ({ name, toolset, isWrite: needs !== '–' }));
  expect(byName(found)).toEqual(byName(expected));
});

const byName = (tools: readonly { readonly name: string | undefined }[]) =>
  tools.toSorted((one, other) => (one.name ?? '').localeCompare(other.name ?? ''));
