/** The parts of X.509 certificates in the encoding that they are written in. */
export const der = {
  sequence: (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...parts),
  integer: (value: number): Uint8Array => tagged(0x02, Buffer.from([value])),
  boolean: (value: boolean): Uint8Array => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  text: (value: string): Uint8Array => tagged(0x0c, Buffer.from(value)),
  bits: (value: Uint8Array): Uint8Array => tagged(0x03, Buffer.from([0]), value),
  bytes: (value: Uint8Array): Uint8Array => tagged(0x04, value),
  /** A moment, to the second: `YYMMDDhhmmssZ`. */
  time: (ms: number): Uint8Array =>
    tagged(0x17, Buffer.from(`${new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`)),
  /** An object identifier such as `2.5.4.3`. */
  id: (dotted: string): Uint8Array => {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
  },
  /** A part with a number of its own in the structure around it. */
  context: (number: number, ...parts: readonly Uint8Array[]): Uint8Array => tagged(0xa0 + number, ...parts),
  /** The same for a bare value. */
  plainContext: (number: number, value: Uint8Array): Uint8Array => tagged(0x80 + number, value),
} as const;

const tagged = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts);
  const size = content.byteLength;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

const base128 = (value: number): readonly number[] => {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) + 128);
  return bytes;
};
