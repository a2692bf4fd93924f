import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { startWith } from '../calls/test/with-tools.ts';
import type { JsonObject } from '../plugin/json.ts';
import { secret } from '../plugin/secret.ts';
import { write } from '../plugin/tool.ts';
import { type Line, person } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const send = write({
  name: 'send',
  toolset: 'own',
  risk: 'destructive',
  description: 'For tests.',
  input: z.object({
    argv: z.array(z.string()).default([]),
    note: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    password: secret().optional(),
  }),
  output: z.object({}),
  preview: ({ input }) => ({ description: `Send ${input.argv.join(' ')}.`, guard: null, warnings: ['It is sent.'] }),
  execute: () => ({}),
});

const previewed = async (args: JsonObject): Promise<JsonObject> => {
  line = await startWith([send]);
  return line.value('send', args);
};

test('a preview says first which arguments look otherwise than what is sent', async () => {
  const preview = await previewed({ argv: ['rm', 'sa\u200bfe\u202e'], note: '\u001b[2K' });
  expect(preview['description']).toBe('Send rm safe.');
  expect(preview['warnings']).toEqual(['Sent, but not shown: U+200B, U+202E in argv[1]; U+001B in note.', 'It is sent.']);
});

test('a person is asked with that warning', async () => {
  line = await startWith([send]);
  const asked: string[] = [];
  await line.value('send', { note: 'x\u{e0041}' });
  await line.says('send', { note: 'x\u{e0041}', confirm: true }, { asking: person('declined', asked) });
  expect(asked[0]).toContain('Warning: Sent, but not shown: U+E0041 in note.');
});

test('a preview that a refusal shows has it', async () => {
  line = await startWith([send]);
  const first = await line.call('send', { note: 'x\u2066', confirm: true });
  expect(first).toMatchObject({
    error: {
      code: 'preview_required',
      details: { preview: { warnings: ['Sent, but not shown: U+2066 in note.', 'It is sent.'] } },
    },
  });
});

test('ordinary texts are not mentioned', async () => {
  const preview = await previewed({ argv: ['one\r\n\ttwo', 'שלום', '👨‍👩‍👧 ⚠️'], labels: { 'a b': 'c' } });
  expect(preview['warnings']).toEqual(['It is sent.']);
});

test('names of fields are searched, and none of them passes for words of the warning', async () => {
  const preview = await previewed({ labels: { 'x. All is safe\u200b': 'y\u200b' } });
  const shown = '"labels.x. All is safe"';
  expect(preview['warnings']).toEqual([`Sent, but not shown: U+200B in ${shown}; U+200B in ${shown}.`, 'It is sent.']);
});

test('many places and many characters are counted, not listed', async () => {
  const tags = Array.from({ length: 100 }, (_, index) => String.fromCodePoint(0xe_00_20 + index)).join('');
  const preview = await previewed({ argv: Array.from({ length: 300 }, () => tags), note: '\u200b' });
  const each = 'U+E0020, U+E0021, U+E0022, U+E0023, U+E0024, …';
  const places = [0, 1, 2, 3, 4].map((index) => `${each} in argv[${index}]`).join('; ');
  expect(preview['warnings']).toEqual([`Sent, but not shown: ${places}; and more in 296 other places.`, 'It is sent.']);
});

test('a secret is not searched: it is in no preview', async () => {
  const preview = await previewed({ password: 'pass\u200bword-of-mine' });
  expect(preview['warnings']).toEqual(['It is sent.']);
});
