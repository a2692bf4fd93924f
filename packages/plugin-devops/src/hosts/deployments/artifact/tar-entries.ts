import { LineclearError } from '@lineclear/core/plugin';

/** One entry of an archive, as every tar program reads it. */
export interface TarEntry {
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'hard_link';
  readonly bytes: number;
  /** Where a link leads. */
  readonly link: string;
  readonly mode: number;
}

const blockBytes = 512;
/** Names and attributes that stand in blocks of their own. */
const mostNoteBytes = 64 << 10;
const types: Readonly<Record<string, TarEntry['type']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hard_link',
  '2': 'link',
  '5': 'folder',
};

/**
 * Reads the entries of an uncompressed archive as they come, without their contents. Refuses devices, pipes and everything on which tar
 * programs differ (other formats, sparse files, attributes that move a file, entries after the end): what is looked at is what is unpacked.
 */
export const readTar = async function* (archive: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const source = new Blocks(archive);
  let noted: Notes = {};
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one block after the other
    const block = await source.take(blockBytes);
    if (block === undefined) throw refused('cut');
    // oxlint-disable-next-line no-await-in-loop -- the same
    if (block.every((byte) => byte === 0)) return await source.expectZeros();
    checkSum(block);
    const size = numberIn(block, 124, 12);
    const kind = String.fromCharCode(block[156] ?? 0);
    if ('xLK'.includes(kind)) {
      if (size > mostNoteBytes) throw refused('long_name');
      // oxlint-disable-next-line no-await-in-loop -- the same
      noted = { ...noted, ...notesOf({ kind, content: await contentOf({ source, size }) }) };
      continue;
    }
    const type = types[kind];
    if (type === undefined) throw refused(kind === 'g' ? 'global_attributes' : '346'.includes(kind) ? 'device' : 'unknown_type');
    const bytes = type === 'file' ? (noted.size ?? size) : 0;
    yield {
      path: noted.path ?? ownPath(block),
      type,
      bytes,
      link: noted.link ?? textIn(block, 157, 100),
      mode: numberIn(block, 100, 8),
    };
    noted = {};
    // oxlint-disable-next-line no-await-in-loop -- the same
    await source.skip(Math.ceil((type === 'file' ? bytes : size) / blockBytes) * blockBytes);
  }
};

interface Notes {
  readonly path?: string;
  readonly link?: string;
  readonly size?: number;
}

const ownPath = (block: Buffer): string => {
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textIn(block, 345, 155) : '';
  const name = textIn(block, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
};

const contentOf = async ({ source, size }: { source: Blocks; size: number }): Promise<Buffer> => {
  const padded = await source.take(Math.ceil(size / blockBytes) * blockBytes);
  if (padded === undefined) throw refused('cut');
  return padded.subarray(0, size);
};

const notesOf = ({ kind, content }: { kind: string; content: Buffer }): Notes => {
  const text = content.toString('utf8').replace(/\0+$/, kind === 'x' ? '$&' : '');
  if (kind !== 'x') return kind === 'L' ? { path: text } : { link: text };
  const notes: { path?: string; link?: string; size?: number } = {};
  for (let at = 0; at < content.length;) {
    // Each is "<its length> <name>=<value>\n".
    const [head, digits = ''] = /^(\d{1,5}) /.exec(content.toString('latin1', at, at + 6)) ?? [];
    const record = content.toString('utf8', at + (head?.length ?? 0), at + Number(digits) - 1);
    const cut = record.indexOf('=');
    if (head === undefined || Number(digits) <= head.length || content[at + Number(digits) - 1] !== 0x0a || cut < 1) {
      throw refused('bad_attributes');
    }
    const [name, value] = [record.slice(0, cut), record.slice(cut + 1)];
    if (name === 'path') notes.path = value;
    else if (name === 'linkpath') notes.link = value;
    else if (name === 'size') notes.size = Number(/^\d{1,15}$/.exec(value)?.[0] ?? Number.NaN);
    else if (
      !/^(?:[amc]time|uid|gid|uname|gname|comment|charset|LIBARCHIVE\..*|SCHILY\.(?:dev|ino|nlink|fflags|xattr\..*))$/.test(name)
    ) {
      throw refused('bad_attributes');
    }
    at += Number(digits);
  }
  if (Number.isNaN(notes.size)) throw refused('bad_attributes');
  return notes;
};

const textIn = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
};

const numberIn = (block: Buffer, start: number, length: number): number => {
  const text = textIn(block, start, length).trim();
  if (!/^[0-7]{0,12}$/.test(text)) throw refused('bad_header');
  return text === '' ? 0 : Number.parseInt(text, 8);
};

const checkSum = (block: Buffer): void => {
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (sum !== numberIn(block, 148, 8)) throw refused('bad_header');
};

/** Bytes of a stream, as many as are asked for. */
class Blocks {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(archive: AsyncIterable<Buffer>) {
    this.#chunks = archive[Symbol.asyncIterator]();
  }

  /** `undefined` where the stream ends before. */
  async take(length: number): Promise<Buffer | undefined> {
    while (this.#held.length < length) if (!(await this.#more())) return undefined;
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  async skip(length: number): Promise<void> {
    let left = length;
    while (left > this.#held.length) {
      left -= this.#held.length;
      this.#held = Buffer.alloc(0);
      // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
      if (!(await this.#more())) throw refused('cut');
    }
    this.#held = this.#held.subarray(left);
  }

  /** Some programs go on reading after the first empty block. */
  async expectZeros(): Promise<void> {
    do {
      if (this.#held.some((byte) => byte !== 0)) throw refused('after_end');
      this.#held = Buffer.alloc(0);
      // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
    } while (await this.#more());
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

const problems = {
  cut: 'It ends too early.',
  long_name: 'It has a name that is too long.',
  global_attributes: 'It has attributes for all of its entries.',
  device: 'It has a device or a pipe in it.',
  unknown_type: 'It has entries of a kind that not every tar program knows.',
  bad_attributes: 'It has attributes that not every tar program reads alike.',
  bad_header: 'It is no archive that tar can read.',
  after_end: 'It goes on behind its end.',
} as const;

const refused = (reason: keyof typeof problems): LineclearError =>
  new LineclearError('invalid_input', `This archive is not unpacked anywhere. ${problems[reason]}`, {
    hint: 'Pack it with "tar -czf", of files, folders and links that stay inside of it.',
    details: { reason: `archive_${reason}` },
  });
