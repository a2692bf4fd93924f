import { expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { compose } from '../compose.ts';
import type { ComposeOptions } from '../compose-options.ts';
import { callerOf } from '../confirm/test/line.ts';
import { type DeferredPlugin, loadPlugins } from './deferred-plugin.ts';
import { defineConnection, definePlugin, read } from '../plugin/index.ts';

const pluginOf = (id: string) => {
  const connection = defineConnection({
    id,
    profile: z.strictObject({}),
    connect: () => ({ reader: { size: 3 } }),
    probe: async () => undefined,
  });
  const tool = connection.read({
    name: `${id}_size`,
    toolset: 'all',
    description: `Show the size of the ${id}.`,
    aliases: [{ name: `${id}-size` }],
    input: z.object({}),
    output: z.object({ size: z.int() }),
    run: ({ reader }) => ({ size: reader.size }),
  });
  return definePlugin({
    id,
    title: id,
    version: '1.0.0',
    toolsets: { all: { title: 'All', use: 'tests' } },
    tools: [tool],
    aliasPrefixes: [`mcp_${id}_`],
  });
};

const deferred = (id: string) => {
  const load = vi.fn<DeferredPlugin['load']>(async () => ({ default: pluginOf(id) }));
  return { connections: [id], load };
};

const start = async (options: Partial<ComposeOptions> = {}) => {
  const [shelf, cellar, lamp] = [deferred('shelf'), deferred('cellar'), pluginOf('lamp')];
  const composition = await compose({
    plugins: [cellar, lamp, shelf],
    profiles: { default: 'staging', profiles: { staging: { connections: { lamp: {}, shelf: {} } } } },
    ...options,
  });
  onTestFinished(() => composition.close());
  const { call } = callerOf(composition);
  return { shelf, cellar, call, names: composition.registry.entries.map(({ name }) => name) };
};

test('a plugin is loaded when a profile has its connection, in its place, and not otherwise', async () => {
  const { shelf, cellar, call, names } = await start();
  expect(names.slice(0, 2)).toEqual(['lamp_size', 'shelf_size']);
  expect(await call('shelf_size')).toMatchObject({ kind: 'value', value: { size: 3 } });
  expect(shelf.load).toHaveBeenCalledTimes(1);
  expect(cellar.load).not.toHaveBeenCalled();
});

test.each(['cellar_size', 'cellar-size', 'mcp_cellar_cellar_size'])(
  '%s, of a plugin that is not loaded, says what it needs',
  async (name) => {
    const { cellar, call } = await start();
    const lack = {
      code: 'not_configured',
      message: expect.stringContaining('"cellar"'),
      hint: expect.stringContaining('add "cellar"'),
    };
    expect(await call(name)).toMatchObject({ kind: 'error', error: lack });
    expect(await call(name)).toMatchObject({ kind: 'error', error: lack });
    expect(cellar.load).toHaveBeenCalledTimes(1);
  },
);

test('a plugin that cannot be loaded takes nothing from the others', async () => {
  const attic = { connections: ['attic'], load: () => Promise.reject(new Error('half installed')) };
  const { call } = await start({ plugins: [deferred('cellar'), pluginOf('lamp'), deferred('shelf'), attic] });
  expect(await call('attic_size')).toMatchObject({ kind: 'unknown_tool' });
  expect(await call('cellar_size')).toMatchObject({ kind: 'error', error: { code: 'not_configured' } });
  expect(await call('shelf_size')).toMatchObject({ kind: 'value' });
});

test('a name that no plugin has stays unknown', async () => {
  const { call } = await start();
  expect(await call('attic_size')).toMatchObject({ kind: 'unknown_tool', error: { code: 'not_found' } });
});

const staging = { connections: { lamp: {} } };
const profilesOf = (profile: object) => ({ profiles: { staging: { ...staging, ...profile } } });
test.each([
  ['a rule', { config: { ...profilesOf({}), policy: [{ tool: 'cellar_size', allow: 'deny' as const }] } }],
  ['tools without a preview', { config: profilesOf({ direct: ['cellar_size'] }) }],
  ['a mistyped connection', { config: profilesOf({ connections: { cellr: {} } }) }],
  ['toolsets', { config: profilesOf({}), selection: { toolsets: ['cellar/all'] } }],
  ['tools', { config: profilesOf({}), selection: { tools: ['cellar_size'] } }],
  ['left out tools', { config: profilesOf({}), selection: { excludeTools: ['cellar_size'] } }],
])('%s can only be checked with every plugin', async (_what, asked) => {
  const cellar = deferred('cellar');
  const { plugins, absent } = await loadPlugins({ plugins: [pluginOf('lamp'), cellar], ...asked });
  expect([plugins.length, absent.length, cellar.load.mock.calls.length]).toEqual([2, 0, 1]);
});

test('a plugin whose tools need something else cannot be deferred', async () => {
  const clock = read({
    name: 'clock_read',
    toolset: 'all',
    description: 'Tell the time.',
    input: z.object({}),
    output: z.object({ time: z.string() }),
    run: () => ({ time: 'noon' }),
  });
  const cellar = pluginOf('cellar');
  const load = async () => ({ default: definePlugin({ ...cellar, tools: [...cellar.tools, clock] }) });
  const profiles = { default: 'staging', profiles: { staging: { connections: { cellar: {} } } } };
  await expect(compose({ plugins: [{ connections: ['cellar'], load }], profiles })).rejects.toThrow(
    /cellar is deferred.+clock_read/,
  );
});
