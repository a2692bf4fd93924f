import type { WireObject, WireValue } from '../../../protocol/wire-value.ts';
import { AmqpError } from './amqp-error.ts';
import type { FieldReader } from './field-reader.ts';
import { syntaxError } from './field-reader.ts';

type Read = (value: { readonly bytes: Buffer; readonly at: number }) => WireValue;

// What RabbitMQ takes, and Celery's client writes: https://www.rabbitmq.com/amqp-0-9-1-errata.html#section_3. Both kinds of `l` are signed.
const fixed: Readonly<Record<string, readonly [size: number, read: Read]>> = {
  t: [1, ({ bytes, at }) => bytes.readUInt8(at) !== 0],
  b: [1, ({ bytes, at }) => bytes.readInt8(at)],
  B: [1, ({ bytes, at }) => bytes.readUInt8(at)],
  s: [2, ({ bytes, at }) => bytes.readInt16BE(at)],
  U: [2, ({ bytes, at }) => bytes.readInt16BE(at)],
  u: [2, ({ bytes, at }) => bytes.readUInt16BE(at)],
  I: [4, ({ bytes, at }) => bytes.readInt32BE(at)],
  i: [4, ({ bytes, at }) => bytes.readUInt32BE(at)],
  l: [8, ({ bytes, at }) => toInteger(bytes.readBigInt64BE(at))],
  L: [8, ({ bytes, at }) => toInteger(bytes.readBigInt64BE(at))],
  f: [4, ({ bytes, at }) => bytes.readFloatBE(at)],
  d: [8, ({ bytes, at }) => bytes.readDoubleBE(at)],
  // With a sign, as Celery's client writes it; RabbitMQ hands the bytes on as they are.
  D: [5, ({ bytes, at }) => Number(`${bytes.readInt32BE(at + 1)}e-${bytes.readUInt8(at)}`)],
  T: [8, ({ bytes, at }) => toTime(bytes.readBigUInt64BE(at))],
  V: [0, () => null],
};

interface Place {
  readonly table: FieldReader;
  readonly key: Buffer;
}

const ofAnyLength = 'SxAF';
const unknown = -1;
// By the code of the type; -2 for a length and so many bytes.
const sizes = Int8Array.from({ length: 256 }, (_, code) => {
  const type = String.fromCharCode(code);
  if (ofAnyLength.includes(type)) return -2;
  return Object.hasOwn(fixed, type) ? (fixed[type]?.[0] ?? unknown) : unknown;
});
const longText = 'S'.charCodeAt(0);
// Deeper tables would overflow the stack of those who walk them.
const maxDepth = 100;

/**
 * The text under a key, without reading the rest. Undefined where there is none, where it is something else, and where a field of an
 * unknown type comes first: how long that is cannot be known.
 */
export const findText = (place: Place): string | undefined =>
  whereReadable(() => (seek(place) === longText ? place.table.longText() : undefined));

/** Whether the key is there; false where a field of an unknown type comes before it. */
export const hasKey = (place: Place): boolean => whereReadable(() => seek(place)) !== undefined;

/** Everything in the table; undefined where a field in it cannot be read. Integers beyond 2^53 are bigints, times are ISO 8601. */
export const readTable = (table: FieldReader): WireObject | undefined => whereReadable(() => readFields({ table, depth: 0 }));

/** Nothing where a field ends too early or has an unknown type. */
const whereReadable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof AmqpError) return undefined;
    throw error;
  }
};

/** Goes to the value of the key and yields its type. */
const seek = ({ table, key }: Place): number | undefined => {
  while (!table.isAtEnd) {
    const isKey = table.isShortText(key);
    const type = table.octet();
    if (isKey) return type;
    const size = sizes[type] ?? unknown;
    if (size === unknown) return undefined;
    table.skip(size >= 0 ? size : table.long());
  }
  return undefined;
};

const readFields = ({ table, depth }: { table: FieldReader; depth: number }): WireObject => {
  const fields: [string, WireValue][] = [];
  while (!table.isAtEnd) fields.push([table.shortText(), readValue({ table, depth })]);
  // Makes own properties whatever their name, `__proto__` included.
  return Object.fromEntries(fields);
};

const readValue = ({ table, depth }: { table: FieldReader; depth: number }): WireValue => {
  if (depth > maxDepth) throw syntaxError(`tables nested deeper than ${maxDepth} levels`);
  const type = String.fromCharCode(table.octet());
  if (type === 'S') return table.longText();
  if (type === 'F') return readFields({ table: table.nested(), depth: depth + 1 });
  if (type === 'A') return readItems({ table: table.nested(), depth: depth + 1 });
  if (type === 'x') return readBytes(table);
  const known = Object.hasOwn(fixed, type) ? fixed[type] : undefined;
  if (known === undefined) throw syntaxError('a field of an unknown type');
  const [size, read] = known;
  return read({ bytes: table.bytes, at: table.skip(size) });
};

const readItems = ({ table, depth }: { table: FieldReader; depth: number }): readonly WireValue[] => {
  const items: WireValue[] = [];
  while (!table.isAtEnd) items.push(readValue({ table, depth }));
  return items;
};

// Bytes that are no text have none in JSON either.
const readBytes = (table: FieldReader): string => {
  const length = table.long();
  const start = table.skip(length);
  return table.bytes.toString('base64', start, start + length);
};

const toInteger = (value: bigint): number | bigint => {
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : value;
};

const toTime = (seconds: bigint): string | number | bigint => {
  const time = new Date(Number(seconds) * 1_000);
  return Number.isNaN(time.getTime()) ? toInteger(seconds) : time.toISOString();
};
