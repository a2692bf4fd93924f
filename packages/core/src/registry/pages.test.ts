import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { connectionOf, listedNames, pluginOf, profileOf, readTool, registryOf, viewOf, writeTool } from './test/composition.ts';

const tasker = connectionOf('tasker');
const facts = {
  toolset: 'things',
  description: 'Any.',
  input: z.object({ id: z.string() }),
  output: z.object({ name: z.string() }),
};
const list = tasker.read({ ...facts, name: 'task_list', run: () => ({ name: 'a' }) });
const cancel = tasker.write({
  ...facts,
  name: 'task_cancel',
  risk: 'destructive',
  preview: () => ({ description: 'Cancel.', guard: null }),
  execute: () => ({ name: 'a' }),
});
const plugin = pluginOf({ id: 'p', tools: [list, cancel, readTool('clock_read')] });
const staging = profileOf('staging', { connections: ['tasker'] });
const production = profileOf('production', { tier: 'production', connections: ['tasker'] });
const empty = profileOf('empty');

const registryWith = (more: Partial<Parameters<typeof registryOf>[0]> = {}) =>
  registryOf({ plugins: [plugin], profiles: [staging, production, empty], ...more });
const toolOf = async (name: string, view = viewOf('staging'), more = {}) =>
  (await registryWith(more)).pages(view)[0]?.tools.find((tool) => tool.name === name);

describe('what a caller sees', () => {
  test('are the tools whose connection a visible profile has, in the order of plugins and their tools', async () => {
    const registry = await registryWith({ plugins: [pluginOf({ id: 'first', tools: [readTool('zebra')] }), plugin] });
    expect(listedNames(registry, viewOf('staging'))).toEqual(['zebra', 'task_list', 'task_cancel', 'clock_read']);
    expect(listedNames(registry, viewOf('empty'))).toEqual(['zebra', 'clock_read']);
  });

  test('are writes of the active profile only', async () => {
    const registry = await registryWith();
    expect(listedNames(registry, viewOf('empty', { profiles: ['empty', 'staging'] }))).toEqual(['task_list', 'clock_read']);
  });

  test('are no writes for a reader, or where the profile has writes off', async () => {
    const off = profileOf('off', { writes: 'off', connections: ['tasker'] });
    const registry = await registryWith({ profiles: [staging, off] });
    expect(listedNames(registry, viewOf('staging', { readOnly: true }))).toEqual(['task_list', 'clock_read']);
    expect(listedNames(registry, viewOf('off'))).toEqual(['task_list', 'clock_read']);
  });

  test('are the tools that policy allows this caller there', async () => {
    const registry = await registryWith({
      allows: (view, entry, profile) => !(view.principal === 'eve' && entry.name === 'task_list' && profile.name === 'staging'),
    });
    expect(listedNames(registry, viewOf('staging', { principal: 'ada' }))).toContain('task_list');
    expect(listedNames(registry, viewOf('staging', { principal: 'eve' }))).not.toContain('task_list');
    const both = viewOf('staging', { principal: 'eve', profiles: ['staging', 'production'] });
    expect(registry.pages(both)[0]?.tools.find(({ name }) => name === 'task_list')?.inputSchema).toMatchObject({
      properties: { profile: { enum: ['production'] } },
      required: ['id', 'profile'],
    });
  });
});

describe('what core adds to a schema', () => {
  test('is no profile where there is one to reach', async () => {
    expect((await toolOf('task_list'))?.inputSchema).toEqual({
      type: 'object',
      properties: { id: { type: 'string' } },
      required: ['id'],
      additionalProperties: false,
    });
  });

  test('is an optional profile where reads can reach several', async () => {
    const view = viewOf('staging', { profiles: ['staging', 'production', 'empty'] });
    expect((await toolOf('task_list', view))?.inputSchema).toMatchObject({
      properties: {
        profile: { type: 'string', enum: ['staging', 'production'], description: 'Environment; staging when absent' },
      },
      required: ['id'],
    });
    expect((await toolOf('clock_read', view))?.inputSchema['properties']).toEqual({});
    expect((await toolOf('task_cancel', view))?.inputSchema['properties']).not.toHaveProperty('profile');
  });

  test('is a required profile where the active one lacks the connection', async () => {
    const view = viewOf('empty', { profiles: ['empty', 'staging'] });
    expect((await toolOf('task_list', view))?.inputSchema).toMatchObject({
      properties: { profile: { enum: ['staging'] } },
      required: ['id', 'profile'],
    });
  });

  test('is confirm and ticket for writes, and an envelope for all their answers', async () => {
    const tool = await toolOf('task_cancel');
    expect(tool?.inputSchema).toMatchObject({
      properties: { id: {}, confirm: { type: 'boolean' }, ticket: { type: 'string' } },
      required: ['id'],
      additionalProperties: false,
    });
    expect(tool?.outputSchema).toEqual({ type: 'object', properties: { status: { type: 'string' } }, required: ['status'] });
  });

  test('is room for what was left out of a long answer', async () => {
    expect((await toolOf('task_list'))?.outputSchema).toMatchObject({
      required: ['name'],
      properties: { left_out: { type: 'array' } },
    });
  });
});

describe('annotations', () => {
  const hintsOf = async (risk: 'additive' | 'reversible' | 'destructive', direct: readonly string[] = []) => {
    const profiles = [profileOf('staging', { direct: new Set(direct) })];
    const plugins = [pluginOf({ id: 'q', tools: [writeTool('thing_set', { risk })] })];
    return (await toolOf('thing_set', viewOf('staging'), { profiles, plugins }))?.annotations;
  };

  test('follow from kind, risk and how the profile runs it', async () => {
    expect((await toolOf('task_list'))?.annotations).toEqual({
      title: expect.any(String),
      readOnlyHint: true,
      destructiveHint: false,
    });
    expect((await toolOf('clock_read'))?.annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
    expect(await hintsOf('additive')).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: true });
    expect(await hintsOf('reversible')).toMatchObject({ destructiveHint: true });
    expect(await hintsOf('destructive')).toMatchObject({ destructiveHint: true });
    expect(await hintsOf('additive', ['thing_set'])).toMatchObject({ idempotentHint: false });
  });
});

describe('pages', () => {
  const many = pluginOf({ id: 'many', tools: Array.from({ length: 2_500 }, (_, index) => readTool(`tool_${index}`)) });

  test('hold at most 1,000 tools, each with its own text, and lead to one another', async () => {
    const registry = await registryWith({ plugins: [many] });
    const pages = registry.pages(viewOf('staging'));
    expect(pages.map(({ tools }) => tools.length)).toEqual([1_000, 1_000, 500]);
    expect(new Set(pages.map(({ nextCursor }) => nextCursor)).size).toBe(3);
    expect(pages.at(-1)).not.toHaveProperty('nextCursor');
    for (const { tools, json } of pages) expect(JSON.parse(json)).toEqual(tools);
    expect(listedNames(registry, viewOf('staging'))).toEqual(registry.entries.map(({ name }) => name));
  });

  test('are the same for equal views, and shared by callers who see the same', async () => {
    const registry = await registryWith();
    const pages = registry.pages(viewOf('staging'));
    expect(registry.pages(viewOf('staging'))).toBe(pages);
    expect(registry.pages(viewOf('staging', { principal: 'another' }))).toBe(pages);
    expect(registry.pages(viewOf('production'))).not.toBe(pages);
  });

  test('ask policy once per view', async () => {
    let asked = 0;
    const registry = await registryWith({ allows: () => (asked += 1) > 0 });
    registry.pages(viewOf('staging'));
    const first = asked;
    for (let round = 0; round < 100; round += 1) registry.pages(viewOf('staging'));
    expect(asked).toBe(first);
  });

  test('are one empty page where there is nothing to see', async () => {
    const registry = await registryWith({ plugins: [] });
    expect(registry.pages(viewOf('staging'))).toEqual([{ tools: [], json: '[]' }]);
  });
});
