import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Line } from '../confirm/test/line.ts';
import { read, write } from '../plugin/tool.ts';
import { startWith } from './test/with-tools.ts';
import type { JsonObject } from '../plugin/json.ts';

let line: Line;
afterEach(() => line.composition.close());

const put = write({
  name: 'put',
  toolset: 'own',
  risk: 'reversible',
  description: 'For tests.',
  input: z.object({ key: z.string() }),
  output: z.object({}),
  aliases: [
    { name: 'old_put', input: ({ id }) => ({ key: id ?? '' }) },
    { name: 'eager_put', input: ({ id }) => ({ key: id ?? '', confirm: true }) },
  ],
  preview: () => ({ description: 'Put.', guard: null }),
  execute: () => ({}),
});
const where = read({
  name: 'where',
  toolset: 'own',
  description: 'For tests.',
  input: z.object({}),
  output: z.object({ profile: z.string() }),
  aliases: [
    { name: 'old_where', input: () => ({}) },
    { name: 'where_in', input: ({ environment }): JsonObject => (environment === undefined ? {} : { profile: environment }) },
  ],
  run: ({ profile }) => ({ profile: profile.name }),
});

describe('an alias with a mapping', () => {
  test('passes confirm and ticket on, though the mapping does not name them', async () => {
    line = await startWith([put]);
    const { ticket } = await line.value('old_put', { id: 'a' });
    expect(await line.says('old_put', { id: 'a', ticket, confirm: true })).toBe('executed');
  });

  test('does not confirm for the caller', async () => {
    line = await startWith([put]);
    await line.value('put', { key: 'a' });
    expect(await line.says('eager_put', { id: 'a' })).toBe('preview');
  });

  test('does not lose the profile that was named, and may name one itself', async () => {
    line = await startWith([where]);
    expect(await line.value('old_where', { profile: 'production' })).toEqual({ profile: 'production' });
    expect(await line.value('where_in', { environment: 'production' })).toEqual({ profile: 'production' });
    expect(await line.value('where_in', { environment: 'production', profile: 'staging' })).toEqual({ profile: 'staging' });
  });
});
