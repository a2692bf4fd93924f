import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { read } from '../plugin/index.ts';
import { pluginOf, registryOf, viewOf } from './test/composition.ts';

const input = z.object({
  name: z.string(),
  limit: z.int().min(1).max(100).default(20),
  mode: z.enum(['fast', 'slow']).optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string().nullable().optional() })).optional(),
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pod'), pod: z.string() }),
    z.object({ kind: z.literal('node'), node: z.string(), zone: z.string().optional() }),
  ]),
  value: z.union([z.number(), z.object({ from: z.number(), to: z.number() })]).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

const text = fc.constantFrom('a', 'fast', '');
/** Mostly what fits, sometimes what does not, and sometimes nothing. */
const mostly = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 20, arbitrary: fitting }, { weight: 1, arbitrary: fc.constantFrom('a', 1.5, null, undefined, {}, []) });
/** An object of fields that mostly fit, and sometimes one that nobody knows. */
const object = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, mostly(field)]))),
      fc.oneof({ weight: 20, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constant({ unknown: 1 }) }),
    )
    .map(([known, unknown]) => ({ ...known, ...unknown }));
const optional = (field: fc.Arbitrary<unknown>) => fc.option(field, { nil: undefined });
const args = object({
  name: text,
  limit: optional(fc.integer({ min: 0, max: 101 })),
  mode: optional(fc.constantFrom('fast', 'slow')),
  tags: optional(fc.array(object({ key: text, value: fc.option(text) }), { maxLength: 2 })),
  target: fc.oneof(
    object({ kind: fc.constant('pod'), pod: text }),
    object({ kind: fc.constant('node'), node: text, zone: optional(text) }),
  ),
  value: optional(fc.oneof(fc.integer(), object({ from: fc.integer(), to: fc.integer() }))),
  labels: optional(fc.dictionary(fc.constantFrom('a', 'b'), mostly(text))),
});

test('the listed schema accepts exactly the arguments that the parser accepts', async () => {
  const tool = read({ name: 'any', toolset: 'things', description: 'Any.', input, output: z.object({}), run: () => ({}) });
  const registry = await registryOf({ plugins: [pluginOf({ id: 'p', tools: [tool] })] });
  const [listed] = registry.pages(viewOf('staging'))[0]?.tools ?? [];
  const [entry] = registry.entries;
  if (listed === undefined || entry === undefined) throw new Error('no tool');
  const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(listed.inputSchema);
  const verdicts = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(args, async (drawn) => {
      const value = JSON.parse(JSON.stringify(drawn));
      const parsed = await entry.parse(value);
      verdicts[parsed.ok ? 'accepted' : 'refused'] += 1;
      expect(parsed.ok, JSON.stringify(parsed)).toBe(validate(value));
    }),
    { numRuns: 2_000 },
  );
  expect(verdicts.accepted).toBeGreaterThan(200);
  expect(verdicts.refused).toBeGreaterThan(200);
});
