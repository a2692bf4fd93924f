import { compose, type Composition } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, it, onTestFinished } from 'vitest';
import droplets from '../../src/droplets/index.ts';
import { known } from '../../src/droplets/test/account.ts';
import { startBackend } from '../../src/droplets/test/backend.ts';
import { allExamples } from './examples/all.ts';

type Rules = NonNullable<Parameters<typeof compose>[0]['profiles']['policy']>;

/** The plugin with its own rules, behind those of an operator. */
const start = async ({
  tier,
  policy = [],
  readOnly = false,
}: {
  tier?: 'development' | 'staging' | 'production';
  policy?: Rules;
  readOnly?: boolean;
}) => {
  const backend = await startBackend();
  const profile = { ...(tier === undefined ? {} : { tier }), connections: { droplets: { ...backend.connections.droplets } } };
  const composition: Composition = await compose({
    plugins: [droplets],
    profiles: { default: 'test', profiles: { test: profile }, policy },
  });
  onTestFinished(async () => {
    await composition.close();
    await backend.close?.();
  });
  const caller = {
    principal: { id: 'tester' },
    profile: 'test',
    transport: 'embedded',
    client: 'test',
    readOnly,
  } as const;
  /** What a call comes to: its status, or the code of its error. */
  const outcome = async (tool: string, args: JsonObject): Promise<string> => {
    const asking = { mode: 'push', ask: () => Promise.resolve('approved' as const) } as const;
    const answer = await composition.call({
      tool,
      args,
      caller,
      asking,
      signal: new AbortController().signal,
      progress: () => {},
    });
    if (answer.kind === 'value') return String(answer.value['status'] ?? 'read');
    return 'error' in answer ? answer.error.code : answer.kind;
  };
  return { outcome, world: backend.world, sent: () => backend.http[0].unsafe() };
};

const writes = droplets.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
const reads = droplets.tools.filter(({ kind }) => kind === 'read').map(({ name }) => name);
const exampleOf = (tool: string): JsonObject => (allExamples[tool] ?? []).find(({ error }) => error === undefined)?.input ?? {};

it.each([
  ['production', { tier: 'production' as const }],
  ['without a tier, which is production', {}],
])('refuses every write in a profile of %s, and reads', async (_title, options) => {
  const { outcome, sent } = await start(options);
  for (const tool of writes) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect([tool, await outcome(tool, { ...exampleOf(tool), confirm: true })]).toEqual([tool, 'forbidden']);
  }
  for (const tool of reads.filter((name) => name !== 'droplet_actions')) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect([tool, await outcome(tool, exampleOf(tool))]).toEqual([tool, 'read']);
  }
  expect(sent()).toEqual([]);
});

it.each(['development', 'staging'] as const)('deletes nothing in %s, and previews everything else', async (tier) => {
  const { outcome, sent } = await start({ tier });
  for (const tool of writes) {
    const isDeletion = tool.endsWith('_delete');
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect([tool, await outcome(tool, exampleOf(tool))]).toEqual([tool, isDeletion ? 'forbidden' : 'preview']);
  }
  expect(sent()).toEqual([]);
});

it('deletes what a rule opens by its name, and nothing else', async () => {
  const policy: Rules = [{ tool: 'droplet_delete', target: 'old-*', allow: 'allow' }];
  const { outcome, world, sent } = await start({ tier: 'staging', policy });
  expect(await outcome('droplet_delete', known.web)).toBe('forbidden');
  // A name that is opened does not open the droplet of another id.
  expect(await outcome('droplet_delete', { ...known.web, name: known.idle.name })).toBe('conflict');
  expect(await outcome('do_volume_delete', { ...known.spare, name: 'old-1' })).toBe('forbidden');
  expect(await outcome('droplet_delete', known.idle)).toBe('preview');
  expect(await outcome('droplet_delete', { ...known.idle, confirm: true })).toBe('executed');
  expect([...world.droplets.keys()]).toEqual([known.web.id]);
  expect(sent()).toHaveLength(1);
});

it('does in production what a rule opens, where it is opened for everything that the call touches', async () => {
  const policy: Rules = [{ tier: 'production', class: 'network', target: ['front', 'old-1'], allow: 'allow' }];
  const { outcome } = await start({ tier: 'production', policy });
  const change = { ...known.balancer, action: 'add' };
  expect(await outcome('do_load_balancer_update', { ...change, droplets: [known.idle] })).toBe('preview');
  expect(await outcome('do_load_balancer_update', { ...change, droplets: [known.idle, known.web] })).toBe('forbidden');
  expect(await outcome('droplet_power', { ...known.idle, action: 'on' })).toBe('forbidden');
});

it.each(writes)('gives %s a class and a target that rules can name', (name) => {
  const tool = droplets.tools.find((one) => one.name === name);
  if (tool?.kind !== 'write' || tool.coveredBy !== undefined) throw new Error(`${name} is no write`);
  for (const { input, error } of allExamples[name] ?? []) {
    if (error === 'invalid_input') continue;
    const judged = tool.classify?.({ input: tool.input.parse(input), profile: { name: 'test', tier: 'staging' } });
    expect(judged?.class).toMatch(/^(?:create|update|power|resize|snapshot|restore|delete|network)$/);
    expect([judged?.target].flat().join()).not.toBe('');
  }
});
