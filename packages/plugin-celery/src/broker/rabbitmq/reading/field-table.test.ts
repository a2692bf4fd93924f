import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireValue } from '../../../protocol/wire-value.ts';
import { FieldReader } from './field-reader.ts';
import { findText, hasKey, readTable } from './field-table.ts';
import { shortText, table as written } from './field-writer.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const field = ({ key, type, value }: { key: string; type: string; value: string }): Buffer =>
  Buffer.concat([shortText(key), Buffer.from(type), bytes(value)]);
const tableOf = (...fields: readonly Buffer[]): FieldReader => {
  const whole = Buffer.concat(fields);
  return new FieldReader({ bytes: whole, start: 0, end: whole.length });
};
/** A table as it stands behind its length. */
const inside = (whole: Buffer): FieldReader => new FieldReader({ bytes: whole, start: 0, end: whole.length }).nested();

const id = field({ key: 'id', type: 'S', value: '00000003 616263' });
const key = Buffer.from('id');

const types: readonly (readonly [type: string, value: string, read: WireValue])[] = [
  ['t', '01', true],
  ['t', '00', false],
  ['b', 'ff', -1],
  ['B', 'ff', 255],
  ['s', 'fffe', -2],
  ['U', 'fffe', -2],
  ['u', 'fffe', 65_534],
  ['I', 'fffffffd', -3],
  ['i', 'fffffffd', 4_294_967_293],
  ['l', 'fffffffffffffffc', -4],
  ['L', '000001a3185c5000', 1_800_000_000_000],
  ['l', '0020000000000000', 2n ** 53n],
  ['L', '8000000000000000', -(2n ** 63n)],
  ['f', '3fc00000', 1.5],
  ['d', '3ff8000000000000', 1.5],
  ['d', '7ff8000000000000', Number.NaN],
  ['D', '02 00003039', 123.45],
  ['D', '01 ffffffff', -0.1],
  ['S', '00000002 c3a9', 'é'],
  ['S', '00000000', ''],
  ['A', '00000000', []],
  ['A', '00000005 74 01 56 62 fe', [true, null, -2]],
  ['A', '00000008 41 00000003 74 00 56', [[false, null]]],
  ['T', '0000000065920080', '2024-01-01T00:00:00.000Z'],
  ['T', 'ffffffffffffffff', 2n ** 64n - 1n],
  ['F', '00000000', {}],
  ['F', '00000006 03 6f6e65 74 01', { one: true }],
  ['V', '', null],
  ['x', '00000003 00ff10', 'AP8Q'],
];

describe('a field of each type', () => {
  test.each(types)('%s %s', (type, value, read) => {
    const odd = field({ key: 'odd', type, value });
    expect(readTable(tableOf(odd, id))).toEqual({ odd: read, id: 'abc' });
    expect(findText({ table: tableOf(odd, id), key })).toBe('abc');
    expect(hasKey({ table: tableOf(odd, id), key })).toBe(true);
  });

  test.each(types)('%s %s, too short by a byte', (type, value) => {
    const cut = field({ key: 'odd', type, value }).subarray(0, -1);
    expect(readTable(tableOf(cut))).toBeUndefined();
    expect(findText({ table: tableOf(cut), key })).toBeUndefined();
  });
});

test('a field of an unknown type leaves the table unread, and what stands before it can be found', () => {
  const unknown = field({ key: 'odd', type: '?', value: '00' });
  expect(readTable(tableOf(id, unknown))).toBeUndefined();
  expect(findText({ table: tableOf(id, unknown), key })).toBe('abc');
  expect(findText({ table: tableOf(unknown, id), key })).toBeUndefined();
  expect(readTable(tableOf(field({ key: 'list', type: 'A', value: '00000001 3f' })))).toBeUndefined();
});

test('only a text of exactly this name is the id', () => {
  const others = ['i', 'ix', 'idx', ''].map((name) => field({ key: name, type: 'S', value: '00000001 2d' }));
  expect(findText({ table: tableOf(...others, id), key })).toBe('abc');
  expect(findText({ table: tableOf(...others), key })).toBeUndefined();
  expect(findText({ table: tableOf(field({ key: 'id', type: 'B', value: '07' })), key })).toBeUndefined();
  const within = field({ key: 'inner', type: 'F', value: `0000000b ${id.toString('hex')}` });
  expect(findText({ table: tableOf(within), key })).toBeUndefined();
});

test('names that every object has are names as others', () => {
  const read = readTable(
    tableOf(field({ key: '__proto__', type: 'B', value: '01' }), field({ key: 'toString', type: 'V', value: '' })),
  );
  expect(Object.entries(read ?? {})).toEqual([
    ['__proto__', 1],
    ['toString', null],
  ]);
});

test('tables in tables without end are not followed', () => {
  let nested = Buffer.alloc(0);
  for (let depth = 0; depth < 20_000; depth += 1) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(nested.length);
    nested = Buffer.concat([Buffer.from('\u0001a'), Buffer.from('F'), length, nested]);
    if (nested.length > 60_000) break;
  }
  expect(readTable(tableOf(nested))).toBeUndefined();
  expect(findText({ table: tableOf(nested, id), key })).toBe('abc');
});

test('what is written here is read as it was', () => {
  const value = fc.oneof(fc.string(), fc.boolean(), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const name = fc.string({ maxLength: 20 });
  const tables = fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value)));
  const property = fc.property(tables, (fields) => {
    expect(readTable(inside(written(fields)))).toEqual(fields);
  });
  fc.assert(property);
});
