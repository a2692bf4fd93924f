/** One entry of an archive for tests; what is not named is as in a plain file. */
export interface Packed {
  readonly name: string;
  readonly type?: string;
  readonly text?: string;
  readonly link?: string;
  readonly mode?: number;
  /** A size in the header that is not that of the text. */
  readonly bytes?: number;
}

/** An archive in the format of POSIX, of whatever entries: also those that no tar program would write. */
export const packTar = (entries: readonly Packed[], tail: Buffer = Buffer.alloc(1_024)): Buffer =>
  Buffer.concat([...entries.map(packEntry), tail]);

/** A record of attributes in front of an entry. */
export const pax = (attributes: Readonly<Record<string, string>>): Packed => ({
  name: 'PaxHeaders/x',
  type: 'x',
  text: Object.entries(attributes)
    .map(([name, value]) => {
      const rest = ` ${name}=${value}\n`;
      const length = Buffer.byteLength(rest) + 2;
      return `${String(length)}${rest}`;
    })
    .join(''),
});

const packEntry = ({ name, type = '0', text = '', link = '', mode = 0o644, bytes = Buffer.byteLength(text) }: Packed): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const content = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
  content.write(text);
  return Buffer.concat([header, content]);
};
