import { isUtf8 } from 'node:buffer';

/** How the bytes of a text file become characters; `latin1` is what is neither UTF-8 nor marked, byte for byte. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'latin1';

export interface Text {
  readonly text: string;
  readonly encoding: Encoding;
}

/** Decodes a text file, or yields `undefined` for one that is not text. `encodeText` gives exactly the same bytes back. */
export const decodeText = (bytes: Uint8Array): Text | undefined => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = marks.find(({ bytes: start }) => buffer.subarray(0, start.length).equals(start));
  const body = buffer.subarray(mark?.bytes.length ?? 0);
  const encoding = mark?.encoding ?? (isUtf8(body) ? 'utf-8' : 'latin1');
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    if (body.length % 2 !== 0) return undefined;
    return { text: toLittleEndian({ body, encoding }).toString('utf16le'), encoding };
  }
  if (body.includes(0) || (encoding === 'utf-8-bom' && !isUtf8(body))) return undefined;
  return { text: body.toString(encoding === 'latin1' ? 'latin1' : 'utf8'), encoding };
};

/** Encodes text, with its byte order mark; `undefined` when the encoding has no such character. */
export const encodeText = ({ text, encoding }: Text): Buffer | undefined => {
  if (encoding === 'latin1') return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined;
  const mark = marks.find((candidate) => candidate.encoding === encoding)?.bytes ?? Buffer.alloc(0);
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') {
    return text.isWellFormed() ? Buffer.concat([mark, Buffer.from(text, 'utf8')]) : undefined;
  }
  return Buffer.concat([mark, toLittleEndian({ body: Buffer.from(text, 'utf16le'), encoding })]);
};

const marks: readonly { encoding: Encoding; bytes: Buffer }[] = [
  { encoding: 'utf-8-bom', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
];

// swap16 works in place, so it gets a copy.
const toLittleEndian = ({ body, encoding }: { body: Buffer; encoding: Encoding }): Buffer =>
  encoding === 'utf-16be' ? Buffer.from(body).swap16() : body;
