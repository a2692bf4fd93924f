import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Line } from '../confirm/test/line.ts';
import { withImages } from '../plugin/image.ts';
import { read } from '../plugin/tool.ts';
import type { Progress } from '../plugin/context.ts';
import { startWith } from './test/with-tools.ts';

let line: Line;
afterEach(() => line.composition.close());

const known = 'marked-secret-token';
const facts = { toolset: 'own', description: 'For tests.', input: z.object({}), output: z.object({}) };

describe('text that stands beside an answer is cleaned and redacted', () => {
  test('the messages of progress', async () => {
    const step = read({
      ...facts,
      name: 'step',
      run: ({ progress }) => {
        progress({ progress: 1, total: 2, message: `sent ${known}\u001b[2J\u202e` });
        return {};
      },
    });
    line = await startWith([step]);
    const heard: Progress[] = [];
    await line.composition.call({
      tool: 'step',
      args: {},
      caller: { principal: { id: 'ada' }, profile: 'staging', transport: 'embedded' },
      asking: { mode: 'none' },
      signal: new AbortController().signal,
      progress: (progress) => heard.push(progress),
    });
    expect(heard).toEqual([{ progress: 1, total: 2, message: 'sent [secret]' }]);
  });

  test('the alternative texts of pictures', async () => {
    const picture = read({
      ...facts,
      name: 'picture',
      run: () => withImages({}, [{ png: new Uint8Array([1]), alt: `curl -H ${known}\u202e` }]),
    });
    line = await startWith([picture]);
    expect(await line.call('picture')).toMatchObject({ images: [{ alt: 'curl -H [secret]' }] });
  });
});
