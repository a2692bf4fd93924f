import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { compose, type Composition } from '../compose.ts';
import { definePlugin, read, write } from '../plugin/index.ts';
import type { Rule } from '../policy/types.ts';
import type { Tier } from '../plugin/context.ts';
import { memoryStore } from '../store/memory.ts';

const input = z.object({ on: z.array(z.string()).min(1), program: z.string() });
let ran: string[] = [];
const plugin = definePlugin({
  id: 'yard',
  title: 'Yard',
  version: '1.0.0',
  toolsets: { yard: { title: 'Yard', use: 'tests' } },
  policy: [
    { tier: 'production', kind: 'write', allow: 'deny' },
    { tool: 'yard_move', class: 'heavy', allow: 'deny' },
    { target: 'vault/*', allow: 'deny' },
  ],
  tools: [
    read({
      name: 'yard_look',
      toolset: 'yard',
      description: 'Look at something.',
      input: z.object({ at: z.string() }),
      output: z.object({ seen: z.string() }),
      classify: ({ input: { at } }) => ({ class: 'glance', target: at }),
      run: ({ input: { at } }) => ({ seen: at }),
    }),
    write({
      name: 'yard_move',
      toolset: 'yard',
      risk: 'reversible',
      description: 'Move something.',
      input,
      output: z.object({ moved: z.int() }),
      classify: ({ input: { on, program } }) => ({ class: program === 'crane' ? 'heavy' : 'light', target: on }),
      preview: ({ input: { on } }) => ({ description: `Move ${on.join(', ')}.`, guard: {} }),
      execute: ({ input: { on } }) => {
        ran.push(...on);
        return { moved: on.length };
      },
    }),
  ],
});

let composition: Composition;
const start = async (policy: readonly Rule[] = []): Promise<void> => {
  const profile = (tier?: Tier) => ({ ...(tier && { tier }), connections: {} });
  composition = await compose({
    plugins: [{ plugin, prefix: 'my_' }],
    profiles: {
      default: 'dev',
      profiles: { dev: profile('development'), staging: profile('staging'), live: profile('production'), odd: profile() },
      policy,
    },
    store: memoryStore(),
  });
};
beforeEach(() => {
  ran = [];
});
afterEach(() => composition.close());

const caller = (profile: string, principal = 'ada') =>
  ({ principal: { id: principal }, profile, profiles: [profile], transport: 'embedded' }) as const;
const call = async (tool: string, args: Record<string, unknown>, profile: string, principal?: string) => {
  const answer = await composition.call({
    tool,
    args: JSON.parse(JSON.stringify(args)),
    caller: caller(profile, principal),
    asking: { mode: 'none' },
    signal: new AbortController().signal,
  });
  if (answer.kind === 'error') return answer.error;
  if (answer.kind !== 'value') throw new Error(`answered ${answer.kind}`);
  return answer.value;
};
const move = (on: string[], profile: string, program = 'cart', principal?: string) =>
  call('my_yard_move', { on, program }, profile, principal);
const listed = (profile: string) =>
  composition
    .tools(caller(profile))
    .map(({ name }) => name)
    .filter((name) => name.startsWith('my_'));

test('a plugin closes its writes, and a profile without a tier is closed like production', async () => {
  await start();
  expect([listed('dev'), listed('live'), listed('odd')]).toEqual([
    ['my_yard_look', 'my_yard_move'],
    ['my_yard_look'],
    ['my_yard_look'],
  ]);
  expect(await move(['crate'], 'dev')).toMatchObject({ status: 'preview' });
  for (const profile of ['live', 'odd']) {
    expect(await move(['crate'], profile)).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('closed there by default (tier production)'),
      hint: expect.stringContaining(
        `- { profile: "${profile}", tool: "my_yard_move", class: "light", target: "crate", allow: allow }`,
      ),
      details: { reason: 'policy', default_of: 'yard', rule: 0 },
    });
  }
});

test.each([[['crate']], [['crate', 'box 7']], [['the "big" one']]])(
  'the rule that a refusal names opens a call on %j, and no other',
  async (on) => {
    await start();
    const { hint } = z.object({ hint: z.string() }).parse(await move(on, 'live'));
    const yaml = hint.slice(hint.indexOf('{'), hint.lastIndexOf('}') + 1);
    const json = yaml.replace('allow: allow', 'allow: "allow"').replaceAll(/(?<=[{,] )(\w+): /g, '"$1": ');
    await composition.close();
    await start([JSON.parse(json)]);
    expect(await move(on, 'live')).toMatchObject({ status: 'preview' });
    expect(await move([...on, 'another'], 'live')).toMatchObject({ code: 'forbidden' });
  },
);

test('an operator opens exactly a principal, a class and a target; the tool is listed again', async () => {
  await start([{ profile: 'live', principal: 'ada', tool: 'my_yard_move', class: 'light', target: 'crate-*', allow: 'allow' }]);
  expect(listed('live')).toContain('my_yard_move');
  expect(await move(['crate-1', 'crate-2'], 'live')).toMatchObject({ status: 'preview' });
  expect(await move(['crate-1', 'vault/gold'], 'live')).toMatchObject({ code: 'forbidden' });
  expect(await move(['crate-1'], 'live', 'crane')).toMatchObject({ code: 'forbidden' });
  expect(await move(['crate-1'], 'live', 'cart', 'eve')).toMatchObject({ code: 'forbidden' });
  expect(await move(['crate-1'], 'odd')).toMatchObject({ code: 'forbidden' });
  const args = { on: ['crate-1'], program: 'cart' };
  expect(await call('my_yard_move', { ...args, confirm: true }, 'live')).toMatchObject({ code: 'preview_required' });
  expect(await call('my_yard_move', { ...args, confirm: true }, 'live')).toMatchObject({ status: 'executed' });
  expect(ran).toEqual(['crate-1']);
});

test('class and target are judged in every tier, of reads as well', async () => {
  await start();
  expect(await move(['crate'], 'staging', 'crane')).toMatchObject({ code: 'forbidden', details: { class: 'heavy' } });
  expect(await move(['crate', 'vault/gold'], 'dev')).toMatchObject({
    code: 'forbidden',
    details: { target: 'crate vault/gold' },
  });
  expect(await call('my_yard_look', { at: 'vault/gold' }, 'dev')).toMatchObject({ code: 'forbidden' });
  expect(await call('my_yard_look', { at: 'crate' }, 'live')).toEqual({ seen: 'crate' });
});

test('a read that is denied for every call is refused before its arguments are looked at', async () => {
  await start([{ tool: 'my_yard_look', allow: 'deny' }]);
  expect(await call('my_yard_look', { nonsense: 1 }, 'dev')).toMatchObject({ code: 'forbidden' });
  expect(listed('dev')).toEqual(['my_yard_move']);
});
