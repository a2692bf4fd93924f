import { estimateTokens, type ToolDefinition } from '@lineclear/core';
import type { JsonObject, Plugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import github from '../src/github/index.ts';
import devops from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test('the toolsets that everybody has list in 30 KB', async () => {
  const listed = await definitions({ plugin: devops, connections: { workspace: { roots: [await tempFolder()] } } });
  // A shell is offered where a profile grants one.
  expect(listed).toHaveLength(devops.tools.length - 1);
  expect(bytes(listed)).toBeLessThanOrEqual(30_000);
});

test.each([
  {
    name: 'devops',
    plugin: devops,
    connections: async () => ({ workspace: { roots: [await tempFolder()], shell: { allow: ['ls'] } } }),
  },
  { name: 'github', plugin: github, connections: async () => ({ github: { url: 'http://127.0.0.1:9', token: 'none' } }) },
])('a tool of $name costs a model 200 tokens on average', async ({ plugin, connections }) => {
  const listed = await definitions({ plugin, connections: await connections() });
  expect(listed.map(({ name }) => name).toSorted()).toEqual(plugin.tools.map(({ name }) => name).toSorted());
  const tokens = listed.map((tool) => estimateTokens(JSON.stringify({ ...tool, outputSchema: undefined })));
  expect(tokens.reduce((sum, one) => sum + one, 0) / tokens.length).toBeLessThanOrEqual(200);
});

/** The tools of a plugin as they are listed. */
const definitions = async (options: {
  plugin: Plugin;
  connections: Readonly<Record<string, JsonObject>>;
}): Promise<readonly ToolDefinition[]> => {
  const { composition, caller, close } = await startPlugin(options);
  onTestFinished(close);
  const own = new Set(options.plugin.tools.map(({ name }) => name));
  return composition.tools(caller).filter(({ name }) => own.has(name));
};
