import { expect, test } from 'vitest';
import * as z from 'zod';
import { settings } from '../settings.ts';
import { statusOf, taskStates } from '../tasks/task-state.ts';
import { documentedTable } from './documented.ts';

interface Field {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
}

const namesIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Every setting by its path, `limits.in_flight`, with its default. */
const defaultsIn = ({ properties = {} }: Field, prefix = ''): readonly (readonly [string, unknown])[] =>
  Object.entries(properties).flatMap(([name, field]) =>
    field.properties === undefined ? [[`${prefix}${name}`, field.default] as const] : defaultsIn(field, `${prefix}${name}.`),
  );

test('the page has every setting of the connection, with its default', () => {
  const field: Field = z.object({ properties: z.any() }).parse(z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }));
  const rows = documentedTable('key');
  const shown = new Map(rows.flatMap(([keys, , standard = '']) => namesIn(keys).map((key) => [key, standard] as const)));
  const defaults = defaultsIn(field);
  expect([...shown.keys()].toSorted()).toEqual(defaults.map(([key]) => key).toSorted());
  for (const [key, standard] of defaults) {
    const isEmpty = standard === undefined || JSON.stringify(standard) === '[]' || JSON.stringify(standard) === '{}';
    if (!isEmpty) expect([key, namesIn(shown.get(key))]).toEqual([key, [standard].flat().map(String)]);
  }
});

test('the page has every state, with its status', () => {
  const shown = documentedTable('state').map(([state, status]) => [...namesIn(state), ...namesIn(status)]);
  expect(shown).toEqual(taskStates.map((state) => [state, statusOf(state)]));
});
