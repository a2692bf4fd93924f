import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startWith } from '../calls/test/with-tools.ts';
import { write } from '../plugin/tool.ts';
import type { Rule } from '../policy/types.ts';
import { type Line, person, profiles } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const start = async ({ policy, direct = [] }: { policy: readonly Rule[]; direct?: readonly string[] }) => {
  let ran = 0;
  const wipe = write({
    name: 'wipe',
    toolset: 'own',
    risk: 'reversible',
    description: 'For tests.',
    input: z.object({}),
    output: z.object({}),
    preview: () => ({ description: 'Wipe.', guard: null, risk: 'destructive' as const }),
    execute: () => {
      ran += 1;
      return {};
    },
  });
  const base = profiles();
  const staging = { tier: 'staging' as const, connections: { lamp: {} }, direct };
  line = await startWith([wipe], { profiles: { ...base, policy, profiles: { ...base.profiles, staging } } });
  return () => ran;
};

describe('a risk that the preview raised', () => {
  test('is confirmed by a person where policy says nothing', async () => {
    const ran = await start({ policy: [] });
    await line.value('wipe');
    expect(await line.says('wipe', { confirm: true }, { asking: person('approved') })).toBe('executed');
    expect(ran()).toBe(1);
  });

  test('is not confirmed at all where policy allows its preview only', async () => {
    const ran = await start({ policy: [{ risk: 'destructive', allow: 'preview' }] });
    expect(await line.value('wipe')).toMatchObject({ status: 'preview', risk: 'destructive' });
    expect(await line.says('wipe', { confirm: true }, { asking: person('approved') })).toBe('forbidden');
    expect(ran()).toBe(0);
  });

  test('does not run at once either', async () => {
    const ran = await start({ policy: [{ risk: 'destructive', allow: 'preview' }], direct: ['wipe'] });
    expect(await line.says('wipe')).toBe('preview');
    expect(ran()).toBe(0);
  });
});
