import { crc32, inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of a pixel. */
  readonly at: (x: number, y: number) => readonly number[];
  /** How many pixels have exactly this colour. */
  readonly count: (colour: readonly number[]) => number;
}

/** Reads a PNG of 24 bits without interlace, and checks its chunks. */
export const decodePng = (png: Uint8Array): Picture => {
  const file = Buffer.from(png);
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  const parts: Record<string, Buffer[]> = {};
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const named = file.subarray(at + 4, at + 8 + length);
    if (crc32(named) !== file.readUInt32BE(at + 8 + length)) throw new Error('wrong checksum');
    (parts[named.toString('latin1', 0, 4)] ??= []).push(named.subarray(4));
    at += length + 12;
  }
  const header = parts['IHDR']?.[0];
  if (header === undefined || header[8] !== 8 || header[9] !== 2 || header[12] !== 0) throw new Error('another kind of PNG');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const pixels = unfilter({ rows: inflateSync(Buffer.concat(parts['IDAT'] ?? [])), stride: width * 3, height });
  const at = (x: number, y: number) => [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  const count = (colour: readonly number[]): number => {
    let found = 0;
    for (let index = 0; index < pixels.length; index += 3) {
      if (colour.every((value, channel) => pixels[index + channel] === value)) found += 1;
    }
    return found;
  };
  return { width, height, at, count };
};

const unfilter = ({ rows, stride, height }: { rows: Uint8Array; stride: number; height: number }): Uint8Array => {
  if (rows.length !== (stride + 1) * height) throw new Error('wrong number of bytes');
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    if (rows[y * (stride + 1)] !== 2) throw new Error('another filter');
    for (let x = 0; x < stride; x++) {
      pixels[y * stride + x] = (rows[y * (stride + 1) + 1 + x] ?? 0) + (y === 0 ? 0 : (pixels[(y - 1) * stride + x] ?? 0));
    }
  }
  return pixels;
};
