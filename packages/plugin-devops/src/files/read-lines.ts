import { isUtf8 } from 'node:buffer';
import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement, Location } from './confinement.ts';
import { openRegularFile } from './regular-file.ts';
import type { LineEndings } from '../text/lines.ts';

/** Some lines of a file of any size. */
export interface SomeLines {
  readonly location: Location;
  /** By their numbers, from 1; without their endings, and cut at 16 KiB. */
  readonly lines: ReadonlyMap<number, string>;
  /** How many lines were looked at: all of them where nothing stopped it. */
  readonly total: number;
  readonly lineEndings: LineEndings;
}
export type ReadLines = (request: {
  path: string;
  wants: (line: number) => boolean;
  /** The last line that matters. */
  last?: number;
  signal: AbortSignal;
}) => Promise<SomeLines>;

/** Reads lines piece by piece, so that memory does not grow with the file. Each line is UTF-8, or Latin-1 where it is not. */
export const createReadLines =
  ({ locate, pieceBytes = 1 << 20 }: Pick<Confinement, 'locate'> & { pieceBytes?: number }): ReadLines =>
  async ({ path, wants, last = Number.POSITIVE_INFINITY, signal }) => {
    const location = await locate({ path });
    await using file = await openRegularFile(location);
    const lines = new Map<number, string>();
    const piece = Buffer.allocUnsafe(pieceBytes);
    const held = new HeldLine();
    let [total, carriageReturns, isOpen, endsWithReturn] = [0, 0, false, false];
    while (total < last) {
      signal.throwIfAborted();
      const { bytesRead } = await file.handle.read(piece, 0, pieceBytes, null);
      if (bytesRead === 0) break;
      const bytes = piece.subarray(0, bytesRead);
      if (bytes.includes(0)) throw notText(location);
      for (let from = 0; from < bytesRead && total < last;) {
        const end = bytes.indexOf(lineFeed, from);
        const until = end === -1 ? bytesRead : end;
        const isWanted = wants(total + 1);
        if (isWanted) held.add(bytes.subarray(from, until));
        if (until > from) endsWithReturn = bytes[until - 1] === carriageReturn;
        isOpen = end === -1;
        if (!isOpen) {
          total += 1;
          if (endsWithReturn) carriageReturns += 1;
          if (isWanted) lines.set(total, held.take());
          endsWithReturn = false;
        }
        from = until + 1;
      }
    }
    const lineFeeds = total;
    if (isOpen && total < last) {
      total += 1;
      if (wants(total)) lines.set(total, held.take());
    }
    return { location, lines, total, lineEndings: endings({ lineFeeds, carriageReturns }) };
  };

const mostOfLine = 16 << 10;
const lineFeed = 10;
const carriageReturn = 13;

/** The beginning of one line, put together from pieces. */
class HeldLine {
  #parts: Buffer[] = [];
  #bytes = 0;
  #leftOut = 0;

  add(bytes: Buffer): void {
    const kept = bytes.subarray(0, mostOfLine - this.#bytes);
    // A copy: the piece is read into again.
    if (kept.length > 0) this.#parts.push(Buffer.from(kept));
    this.#bytes += kept.length;
    this.#leftOut += bytes.length - kept.length;
  }

  take(): string {
    const whole = Buffer.concat(this.#parts);
    const [leftOut, bytes] = [this.#leftOut, whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole];
    [this.#parts, this.#bytes, this.#leftOut] = [[], 0, 0];
    if (leftOut > 0) return `${bytes.toString('utf8')} [… ${leftOut} more bytes]`;
    return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  }
}

const endings = ({ lineFeeds, carriageReturns }: { lineFeeds: number; carriageReturns: number }): LineEndings => {
  if (lineFeeds === 0) return 'none';
  if (carriageReturns === 0) return 'lf';
  return carriageReturns === lineFeeds ? 'crlf' : 'mixed';
};

const notText = ({ shown }: Location): LineclearError =>
  new LineclearError('unsupported', `"${shown}" is not a text file, or a large one in UTF-16.`, {
    hint: 'Use fs_info for its size and type; the file tools read and edit text only.',
    details: { reason: 'binary' },
  });
