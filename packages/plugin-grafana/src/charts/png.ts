import { crc32, deflateSync } from 'node:zlib';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A PNG of rows of red, green and blue, a byte each. Equal pixels yield equal bytes. */
export const encodePng = ({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }): Uint8Array => {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  // Colours as they are, without a palette.
  header.setUint8(9, 2);
  return Buffer.concat([
    signature,
    chunk({ type: 'IHDR', content: new Uint8Array(header.buffer) }),
    chunk({ type: 'IDAT', content: deflateSync(filtered({ width, height, rgb }), { level: 6 }) }),
    chunk({ type: 'IEND', content: new Uint8Array() }),
  ]);
};

const chunk = ({ type, content }: { type: string; content: Uint8Array }): Uint8Array => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
};

/** Every row as its difference from the row above, which is mostly nothing in a chart. */
const filtered = ({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }): Uint8Array => {
  const stride = width * 3;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    rows[start] = 2;
    for (let x = 0; x < stride; x++) {
      const above = y === 0 ? 0 : (rgb[(y - 1) * stride + x] ?? 0);
      rows[start + 1 + x] = (rgb[y * stride + x] ?? 0) - above;
    }
  }
  return rows;
};
