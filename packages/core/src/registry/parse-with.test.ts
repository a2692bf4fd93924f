import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { read } from '../plugin/index.ts';
import { registryOf, pluginOf } from './test/composition.ts';

/** The entry of a tool with this input and output, through the registry. */
const entryOf = async (input: z.ZodObject, output: z.ZodObject = z.object({})) => {
  const tool = read({ name: 'any', toolset: 'things', description: 'Any.', input, output, run: () => ({}) });
  const registry = await registryOf({ plugins: [pluginOf({ id: 'any', tools: [tool] })] });
  const [entry] = registry.entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
};

describe('parse', () => {
  test('yields what the author gets: defaults filled in, texts transformed', async () => {
    const entry = await entryOf(z.object({ limit: z.int().default(20), name: z.string().trim() }));
    expect(entry.parse({ name: ' a ' })).toEqual({ ok: true, value: { limit: 20, name: 'a' } });
  });

  test('names every problem with its place, and never repeats a value', async () => {
    const entry = await entryOf(
      z.object({
        tasks: z.array(z.object({ name: z.string(), size: z.int().max(5) })),
        mode: z.enum(['fast', 'slow']),
        token: z.string(),
      }),
    );
    const parsed = await entry.parse({
      tasks: [
        { name: 'a', size: 1 },
        { nmae: 'hunter2', size: 9 },
      ],
      mode: 'hunter2',
      token: 7,
    });
    expect(parsed).toEqual({
      ok: false,
      problems: [
        { path: 'tasks[1].nmae', message: 'unknown field; did you mean "name"?' },
        { path: 'tasks[1].name', message: 'is required (string)' },
        { path: 'tasks[1].size', message: 'Too big: expected number to be <=5' },
        { path: 'mode', message: 'Invalid option: expected one of "fast"|"slow"' },
        { path: 'token', message: 'Invalid input: expected string, received number' },
      ],
    });
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
  });

  test('keeps rules of the whole object and says where they were broken', async () => {
    const range = z
      .object({ from: z.int(), to: z.int() })
      .refine(({ from, to }) => from <= to, { message: 'to is before from', path: ['to'] });
    const entry = await entryOf(range);
    expect(entry.parse({ from: 2, to: 1 })).toEqual({ ok: false, problems: [{ path: 'to', message: 'to is before from' }] });
  });

  test('tells what the nearest alternative of a union lacks', async () => {
    const entry = await entryOf(
      z.object({ target: z.union([z.object({ pod: z.string() }), z.object({ node: z.string(), zone: z.string() })]) }),
    );
    expect(entry.parse({ target: { pod: 1 } })).toEqual({
      ok: false,
      problems: [{ path: 'target.pod', message: 'Invalid input: expected string, received number' }],
    });
  });

  test('speaks once of a field that both the author and core refuse', async () => {
    const entry = await entryOf(z.strictObject({ a: z.string() }));
    expect(entry.parse({ a: 'x', b: 1 })).toEqual({ ok: false, problems: [{ path: 'b', message: 'unknown field' }] });
  });

  test('waits for schemas that look something up', async () => {
    const entry = await entryOf(z.object({ id: z.string().refine(async (id) => id === 'known', 'is not known') }));
    await expect(entry.parse({ id: 'known' })).resolves.toEqual({ ok: true, value: { id: 'known' } });
    await expect(entry.parse({ id: 'other' })).resolves.toEqual({
      ok: false,
      problems: [{ path: 'id', message: 'is not known' }],
    });
  });

  test('reports the first problems of a wrong list, however long it is', async () => {
    const entry = await entryOf(z.object({ list: z.array(z.string()) }));
    const parsed = await entry.parse({ list: Array.from({ length: 10_000 }, () => 1) });
    expect(parsed).toMatchObject({ ok: false, problems: { length: 50 } });
  });
});

describe('checkOutput', () => {
  test('leaves out what the output schema does not name', async () => {
    const entry = await entryOf(z.object({}), z.object({ name: z.string() }));
    expect(entry.checkOutput({ name: 'a', internal: true })).toEqual({ ok: true, value: { name: 'a' } });
  });

  test('names what is missing', async () => {
    const entry = await entryOf(z.object({}), z.object({ name: z.string() }));
    expect(entry.checkOutput({})).toEqual({ ok: false, problems: [{ path: 'name', message: 'is required (string)' }] });
    expect(entry.checkOutput(undefined)).toMatchObject({ ok: false });
  });
});
