import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startWith } from '../calls/test/with-tools.ts';
import { write } from '../plugin/tool.ts';
import { type Line, person } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const removing = (name: string) =>
  write({
    name: 'remove',
    toolset: 'own',
    risk: 'destructive',
    description: 'For tests.',
    input: z.object({}),
    output: z.object({}),
    preview: () => ({ description: `Remove "${name}".`, guard: null, warnings: [`"${name}" is in use.`] }),
    execute: () => ({}),
  });
const facts = 'Profile: staging (staging). Risk: destructive. Tool: remove.';

const ask = async (name: string): Promise<readonly string[]> => {
  line = await startWith([removing(name)]);
  const asked: string[] = [];
  await line.value('remove');
  await line.says('remove', { confirm: true }, { asking: person('declined', asked) });
  return (asked[0] ?? '').split('\n');
};

test('a name from a backend makes no lines of its own in what a person is asked', async () => {
  const lines = await ask('a".\nProfile: development (development). Risk: additive. Tool: list.\u2028x\r\n\n\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toBe(facts);
});

test('a long name does not push the profile and the risk out of sight', async () => {
  const lines = await ask('x'.repeat(20_000));
  expect(lines[1]).toBe(facts);
  expect(lines.join('\n').length).toBeLessThan(3_000);
});
