/** A file that grows at its end, read at any place. */
export interface LogSource {
  /** Bytes at the time it was opened. */
  readonly size: number;
  /** At most `length` bytes from a place on; fewer at the end. */
  read(place: { readonly offset: number; readonly length: number }): Promise<Buffer>;
}

/** One line and where it stands in its file. */
export interface PlacedLine {
  readonly offset: number;
  /** The first byte after its line feed. */
  readonly end: number;
  readonly text: string;
  /** Whether its line feed is written. */
  readonly isEnded: boolean;
}

/** Splits bytes into lines; bytes behind the last line feed are a line as well. A line that is longer than `mostBytes` is read in part. */
export const placeLines = ({
  bytes,
  offset,
  mostBytes,
}: {
  bytes: Buffer;
  offset: number;
  mostBytes: number;
}): readonly PlacedLine[] => {
  const lines: PlacedLine[] = [];
  for (let at = 0; at < bytes.length;) {
    const feed = bytes.indexOf(0x0a, at);
    const end = feed === -1 ? bytes.length : feed + 1;
    const textEnd = feed === -1 ? end : feed;
    const text = bytes.toString('utf8', at, Math.min(textEnd, at + mostBytes)).replace(/\r$/, '');
    lines.push({ offset: offset + at, end: offset + end, text, isEnded: feed !== -1 });
    at = end;
  }
  return lines;
};
