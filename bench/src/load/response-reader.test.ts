import { expect, test } from 'vitest';
import { ResponseReader } from './response-reader.ts';

const counted = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}';
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n{"ok":true}\r\n0\r\n\r\n';

/** What comes back when a response arrives in pieces of this size. */
const readInPieces = ({ text, size }: { text: string; size: number }): (string | undefined)[] => {
  const reader = new ResponseReader();
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
  return pieces.map((piece) => reader.push(Buffer.from(piece)));
};

test.each([
  ['with a length', counted],
  ['in chunks', chunked],
])('a response %s is whole with its last byte, however it arrives', (_what, text) => {
  for (let size = 1; size <= text.length; size += 1) {
    const answers = readInPieces({ text, size });
    expect(answers.at(-1)).toBe(text);
    expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true);
  }
});

test('one response after another is read on one connection', () => {
  const reader = new ResponseReader();
  for (const text of [counted, chunked, chunked, counted]) expect(reader.push(Buffer.from(text))).toBe(text);
});
