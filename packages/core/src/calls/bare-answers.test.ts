import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Line } from '../confirm/test/line.ts';
import type { JsonValue } from '../plugin/json.ts';
import { read } from '../plugin/tool.ts';
import { startWith } from './test/with-tools.ts';

let line: Line;
afterEach(() => line.composition.close());

const answering = (name: string, output: JsonValue) => ({ name, output: () => output });
const list = read({
  name: 'thing_list',
  toolset: 'own',
  description: 'For tests.',
  input: z.object({}),
  output: z.object({ things: z.array(z.string()) }),
  aliases: [
    { name: 'things', output: ({ things = null }) => things },
    answering('text', 'https://example.com/d/a'),
    answering('nothing', null),
    answering(
      'long',
      Array.from({ length: 20_000 }, (_, index) => `thing ${index}`),
    ),
  ],
  run: () => ({ things: ['a', 'b\u0007'] }),
});

describe('an older name that answers no object', () => {
  test.each([
    ['things', ['a', 'b'], '["a","b"]'],
    ['text', 'https://example.com/d/a', 'https://example.com/d/a'],
    ['nothing', null, 'null'],
  ])('%s is the text as it stands, and a result', async (tool, result, text) => {
    line = await startWith([list]);
    expect(await line.call(tool, {})).toMatchObject({ kind: 'value', value: { result }, text });
  });

  test('is cut like any other answer', async () => {
    line = await startWith([list]);
    const answer = await line.call('long', {});
    if (answer.kind !== 'value') throw new Error('no value');
    expect(answer.text.length).toBeLessThan(100_000);
    expect(answer.value).toHaveProperty('left_out');
    expect(JSON.parse(answer.text)).toEqual(answer.value['result']);
  });
});
