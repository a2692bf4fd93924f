import { describe, expect, test } from 'vitest';
import { stores } from '../../test/store/fixtures.ts';
import type { JsonValue } from '../plugin/json.ts';

describe.each(stores)('the state space of the $name store', ({ open }) => {
  test('keeps any JSON value under scope and key', async () => {
    const store = await open();
    const values: JsonValue[] = [null, false, 0, '', 'text', [], {}, { a: [1, { b: null }] }];
    for (const [index, value] of values.entries()) await store.setState('tasker/staging', `key ${index}`, value);
    for (const [index, value] of values.entries()) expect(await store.getState('tasker/staging', `key ${index}`)).toEqual(value);
    expect(await store.getState('tasker/production', 'key 0')).toBeUndefined();
    expect(await store.getState('tasker/staging', 'key')).toBeUndefined();
  });

  test('replaces and removes', async () => {
    const store = await open();
    await store.setState('scope', 'key', 1);
    await store.setState('scope', 'key', 2);
    expect(await store.getState('scope', 'key')).toBe(2);
    expect(await store.deleteState('scope', 'key')).toBe(true);
    expect(await store.deleteState('scope', 'key')).toBe(false);
    expect(await store.getState('scope', 'key')).toBeUndefined();
  });

  test('creates only where nothing is, for whoever comes first', async () => {
    const store = await open();
    const created = await Promise.all([1, 2, 3].map((value) => store.createState('scope', 'key', value)));
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await store.getState('scope', 'key')).toBe(created.indexOf(true) + 1);
    await store.deleteState('scope', 'key');
    expect(await store.createState('scope', 'key', { again: true })).toBe(true);
    expect(await store.createState('other', 'key', null)).toBe(true);
    await expect(store.createState('scope', 'nan', Number.NaN)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('is not touched by later changes of a value', async () => {
    const store = await open();
    const value = { list: [1] };
    await store.setState('scope', 'key', value);
    value.list.push(2);
    expect(await store.getState('scope', 'key')).toEqual({ list: [1] });
  });

  test('lists in key order, by prefix and limit', async () => {
    const store = await open();
    // The last two differ in order between UTF-16 and UTF-8.
    const keys = ['', 'a', 'a\0b', 'run/1', 'run/10', 'run/2', 'runs', 'z', '\uffee', '\u{1f600}'];
    for (const key of keys.toReversed()) await store.setState('scope', key, key);
    await store.setState('other', 'run/0', 0);
    const listed = async (query: Parameters<typeof store.listState>[1]) =>
      (await store.listState('scope', query)).map(({ key }) => key);
    expect(await listed({})).toEqual(keys);
    expect(await listed({ prefix: 'run/' })).toEqual(['run/1', 'run/10', 'run/2']);
    expect(await listed({ prefix: 'run/', limit: 2 })).toEqual(['run/1', 'run/10']);
    expect(await listed({ limit: 0 })).toEqual([]);
    expect(await store.listState('none', {})).toEqual([]);
    expect(await store.listState('scope', { prefix: 'z' })).toEqual([{ key: 'z', value: 'z' }]);
  });

  test('refuses values that are not JSON', async () => {
    const store = await open();
    // @ts-expect-error what untyped plugins may pass
    await expect(store.setState('scope', 'key', undefined)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(store.setState('scope', 'key', Number.NaN)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await store.getState('scope', 'key')).toBeUndefined();
  });
});
