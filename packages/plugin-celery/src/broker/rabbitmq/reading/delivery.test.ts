import { expect, test } from 'vitest';
import { Delivery } from './delivery.ts';
import { FieldReader } from './field-reader.ts';
import { long, longLong, octet, short, shortText, table } from './field-writer.ts';
import type { Frame } from './frame-reader.ts';

const frameOf = (...fields: readonly Buffer[]): Frame => {
  const bytes = Buffer.concat(fields);
  return { type: 0, channel: 1, bytes, start: 0, end: bytes.length };
};
const begun = ({ tag = 1, isRedelivered = false }: { tag?: number; isRedelivered?: boolean } = {}): Delivery =>
  new Delivery(
    new FieldReader(frameOf(shortText('look'), longLong(tag), octet(isRedelivered ? 1 : 0), shortText(''), shortText('q'))),
  );
const withHeaders = 0x2000;
const withCorrelationId = 0x0400;
const header = ({ flags, bytes = 0 }: { flags: number; bytes?: number }, ...properties: readonly Buffer[]): Frame =>
  frameOf(short(60), short(0), longLong(bytes), short(flags), ...properties);

test('tags are read beyond 32 bits', () => {
  expect(begun({ tag: 2 ** 40 + 5 }).tag).toBe(2 ** 40 + 5);
});

test('a header of an unknown type leaves the message without headers and without an id', () => {
  const fields = Buffer.concat([
    shortText('odd'),
    Buffer.from('?'),
    octet(0),
    shortText('id'),
    Buffer.from('S'),
    long(1),
    Buffer.from('x'),
  ]);
  const headers = Buffer.concat([long(fields.length), fields]);
  const delivery = begun();
  expect(delivery.describe(header({ flags: withHeaders + withCorrelationId }, headers, shortText('by correlation')))).toBe(true);
  expect(delivery.taskId).toBeUndefined();
  expect(delivery.toWireMessage()).toMatchObject({ headers: {}, correlationId: 'by correlation' });
});

test('a body is complete with its last piece, and takes no more', () => {
  const delivery = begun();
  expect(delivery.describe(header({ flags: 0, bytes: 5 }))).toBe(false);
  expect(delivery.append(frameOf(Buffer.from('one')))).toBe(false);
  expect(delivery.append(frameOf(Buffer.from('45')))).toBe(true);
  expect(Buffer.from(delivery.toWireMessage().body).toString()).toBe('one45');
  expect(() => delivery.append(frameOf(Buffer.from('6')))).toThrow(expect.objectContaining({ code: 'FRAME_ERROR' }));
});

test('a body without end, or of pieces without anything, is refused', () => {
  const refused = expect.objectContaining({ code: 'FRAME_ERROR' });
  expect(() => begun().describe(header({ flags: 0, bytes: 2 ** 40 }))).toThrow(refused);
  const delivery = begun();
  delivery.describe(header({ flags: 0, bytes: 5 }));
  expect(() => delivery.append(frameOf())).toThrow(refused);
});

test('an id that ends after its table is none', () => {
  const fields = Buffer.concat([shortText('id'), Buffer.from('S'), long(9), Buffer.from('x')]);
  const delivery = begun();
  delivery.describe(header({ flags: withHeaders }, long(fields.length), fields));
  expect(delivery.taskId).toBeUndefined();
});

test('a body without a header is refused', () => {
  expect(() => begun().append(frameOf(Buffer.from('one')))).toThrow(expect.objectContaining({ code: 'FRAME_ERROR' }));
});

test('only a message that was given back before shows that its queue is a quorum queue', () => {
  const isOfQuorum = ({ isRedelivered, name }: { isRedelivered: boolean; name: string }) => {
    const delivery = begun({ isRedelivered });
    delivery.describe(header({ flags: withHeaders }, table({ id: 'a', [name]: 1 })));
    return delivery.isOfQuorum;
  };
  expect(isOfQuorum({ isRedelivered: true, name: 'x-delivery-count' })).toBe(true);
  expect(isOfQuorum({ isRedelivered: true, name: 'x-other' })).toBe(false);
  expect(isOfQuorum({ isRedelivered: false, name: 'x-delivery-count' })).toBe(false);
});
