/** What is said in a field table here. Integers fit 32 bits. */
export type FieldValue = string | number | boolean | FieldTable;
export interface FieldTable {
  readonly [key: string]: FieldValue;
}

// The primitives of AMQP, as their bytes.

export const octet = (value: number): Buffer => Buffer.of(value);
export const short = (value: number): Buffer => integer({ value, bytes: 2 });
export const long = (value: number): Buffer => integer({ value, bytes: 4 });
export const longLong = (value: number): Buffer => Buffer.concat([long(Math.floor(value / 2 ** 32)), long(value % 2 ** 32)]);

/** At most 255 bytes; the broker would take the rest of a longer one for something else and end the connection. */
export const shortText = (text: string): Buffer => Buffer.concat([octet(Buffer.byteLength(text)), Buffer.from(text)]);
export const longText = (text: string): Buffer => Buffer.concat([long(Buffer.byteLength(text)), Buffer.from(text)]);

export const table = (fields: FieldTable): Buffer => {
  const written = Buffer.concat(Object.entries(fields).flatMap(([key, value]) => [shortText(key), typed(value)]));
  return Buffer.concat([long(written.length), written]);
};

const typed = (value: FieldValue): Buffer => {
  if (typeof value === 'string') return Buffer.concat([Buffer.from('S'), longText(value)]);
  if (typeof value === 'boolean') return Buffer.concat([Buffer.from('t'), octet(value ? 1 : 0)]);
  if (typeof value === 'number') return Buffer.concat([Buffer.from('i'), long(value)]);
  return Buffer.concat([Buffer.from('F'), table(value)]);
};

const integer = ({ value, bytes }: { value: number; bytes: 2 | 4 }): Buffer => {
  const field = Buffer.alloc(bytes);
  field.writeUIntBE(value, 0, bytes);
  return field;
};
