import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalName, nameProblem, titleFrom } from './names.ts';
import { pluginOf, readTool, registryOf } from './test/composition.ts';

const letters = fc.stringMatching(/^[a-z0-9_]{1,24}$/);
const prefixes = fc.stringMatching(/^[a-z0-9_]{0,24}$/);

describe('names of tools', () => {
  test('accept exactly the charset and the length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: fc.constantFrom('a', 'z', '0', '_', 'A', '-', '.', 'ä', ' ') }), (name) => {
        const isFine = name.length >= 1 && name.length <= 48 && [...name].every((letter) => 'az0_'.includes(letter));
        expect(nameProblem({ kind: 'tool', name }) === undefined).toBe(isFine);
      }),
    );
  });

  test('are a pure function of the tool and the prefix, and the registry uses just that', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(letters, { minLength: 1, maxLength: 5 }), prefixes, async (names, prefix) => {
        const plugin = pluginOf({ id: 'any', tools: names.map((name) => readTool(name)) });
        const once = await registryOf({ plugins: [{ plugin, prefix }] });
        const again = await registryOf({ plugins: [{ plugin, prefix }] });
        expect(once.entries.map(({ name }) => name)).toEqual(names.map((name) => canonicalName({ name, prefix })));
        expect(again.entries).toMatchObject(once.entries.map(({ name, definitionHash }) => ({ name, definitionHash })));
      }),
    );
  });

  test('of two plugins never clash behind different prefixes of the same length', async () => {
    const pair = fc
      .tuple(fc.stringMatching(/^[a-z]{4}_$/), fc.stringMatching(/^[a-z]{4}_$/))
      .filter(([left, right]) => left !== right);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(letters, { minLength: 1, maxLength: 5 }), pair, async (names, [left, right]) => {
        const tools = names.map((name) => readTool(name, { aliases: [{ name: `Old.${name}` }] }));
        const registry = await registryOf({
          plugins: [
            { plugin: pluginOf({ id: 'left', tools }), prefix: left },
            { plugin: pluginOf({ id: 'right', tools }), prefix: right },
          ],
        });
        expect(new Set(registry.entries.map(({ name }) => name)).size).toBe(2 * names.length);
      }),
    );
  });

  test('do not depend on the other plugins of the composition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(letters, { minLength: 2, maxLength: 6 }), async ([mine = 'a', ...others]) => {
        const plugin = pluginOf({ id: 'mine', tools: [readTool(mine)] });
        const other = pluginOf({ id: 'other', tools: others.map((name) => readTool(name)) });
        const alone = await registryOf({ plugins: [plugin] });
        const together = await registryOf({ plugins: [other, plugin] });
        expect(together.entries.at(-1)?.name).toBe(alone.entries[0]?.name);
      }),
    );
  });
});

test.each([
  ['alias', 'mcp.Old-Name_1', true],
  ['alias', 'a'.repeat(128), true],
  ['alias', 'a'.repeat(129), false],
  ['alias', 'two words', false],
  ['plugin', 'devops', true],
  ['plugin', 'plugin-two', true],
  ['plugin', '-x', false],
  ['plugin', 'a/b', false],
  ['toolset', 'work_space', true],
  ['toolset', 'a/b', false],
  ['prefix', '', true],
  ['prefix', 'Grafana_', false],
] as const)('as a name of kind %s, %s is accepted: %s', (kind, name, accepted) => {
  expect(nameProblem({ kind, name }) === undefined).toBe(accepted);
});

test('makes a title of a name', () => {
  expect(titleFrom('task_list')).toBe('Task list');
});
