import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { long, octet, short } from './field-writer.ts';
import type { Frame } from './frame-reader.ts';
import { FrameReader } from './frame-reader.ts';

const frameOf = ({ type = 1, channel = 1, payload }: { type?: number; channel?: number; payload: Buffer }): Buffer =>
  Buffer.concat([octet(type), short(channel), long(payload.length), payload, octet(0xce)]);

const reading = (maxBytes = 100) => {
  const seen: (readonly [type: number, channel: number, payload: string])[] = [];
  const onFrame = ({ type, channel, bytes, start, end }: Frame) =>
    seen.push([type, channel, bytes.toString('latin1', start, end)]);
  return { seen, reader: new FrameReader({ maxBytes, onFrame }) };
};

const stream = Buffer.concat([
  frameOf({ payload: Buffer.from('one') }),
  frameOf({ type: 8, channel: 0, payload: Buffer.alloc(0) }),
  frameOf({ type: 3, channel: 260, payload: Buffer.from('three') }),
]);
const frames = [
  [1, 1, 'one'],
  [8, 0, ''],
  [3, 260, 'three'],
];

test('frames are the same wherever they are cut', () => {
  for (let first = 0; first <= stream.length; first += 1) {
    for (let second = first; second <= stream.length; second += 1) {
      const { seen, reader } = reading();
      for (const piece of [stream.subarray(0, first), stream.subarray(first, second), stream.subarray(second)])
        reader.push(piece);
      expect(seen).toEqual(frames);
    }
  }
});

test('frames may arrive byte by byte', () => {
  const { seen, reader } = reading();
  for (const byte of stream) reader.push(Buffer.of(byte));
  expect(seen).toEqual(frames);
});

test('any frames in any pieces are read as they were written', () => {
  const frame = fc.record({
    type: fc.constantFrom(1, 2, 3),
    channel: fc.nat(65_535),
    payload: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  });
  const property = fc.property(
    fc.array(frame, { maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 90 })),
    (written, sizes) => {
      const { seen, reader } = reading();
      let rest = Buffer.concat(written.map((each) => frameOf(each)));
      for (const size of sizes) {
        reader.push(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
      reader.push(rest);
      expect(seen).toEqual(written.map(({ type, channel, payload }) => [type, channel, payload.toString('latin1')]));
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test('what was handed over stays as it was', () => {
  const kept: Frame[] = [];
  const reader = new FrameReader({ maxBytes: 100, onFrame: (frame) => kept.push(frame) });
  for (let at = 0; at < stream.length; at += 6) reader.push(stream.subarray(at, at + 6));
  expect(kept.map(({ bytes, start, end }) => bytes.toString('latin1', start, end))).toEqual(['one', '', 'three']);
});

const refused = { name: 'AMQPConnectionError', code: 'FRAME_ERROR' };

test.each([0, 5, 9])('a frame without its end mark is refused, cut at %i', (cut) => {
  const broken = frameOf({ payload: Buffer.from('one') });
  broken[broken.length - 1] = 0;
  const { reader, seen } = reading();
  const push = () => {
    reader.push(broken.subarray(0, cut));
    reader.push(broken.subarray(cut));
  };
  expect(push).toThrow(expect.objectContaining(refused));
  expect(seen).toEqual([]);
});

test('a frame may be as long as was agreed on, and no longer', () => {
  const { reader, seen } = reading(20);
  reader.push(frameOf({ payload: Buffer.alloc(12) }));
  expect(seen).toHaveLength(1);
  // Before any of it has arrived.
  const begun = frameOf({ payload: Buffer.alloc(13) }).subarray(0, 7);
  expect(() => reader.push(begun)).toThrow(expect.objectContaining(refused));
});

test('another protocol is refused', () => {
  const { reader } = reading(131_072);
  expect(() => reader.push(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow(expect.objectContaining(refused));
});
