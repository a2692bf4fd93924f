import type { LineFilter } from './line-filter.ts';
import { type LogSource, type PlacedLine, placeLines } from './log-source.ts';

/** What is wanted of a log, and how much may be looked at for it. */
export interface LogRequest {
  readonly source: LogSource;
  readonly filter: LineFilter;
  /** Most lines, and most characters of all of them. */
  readonly mostLines: number;
  readonly mostCharacters: number;
  readonly scanBytes: number;
}

/** Lines written before `ms` are not wanted; `timeOf` is undefined for a line that does not say when it was written. */
export interface Since {
  readonly ms: number;
  readonly timeOf: (line: string) => number | undefined;
}

export interface LogPart {
  /** In the order of the file. */
  readonly lines: readonly PlacedLine[];
  /** Where the part of the file that was looked at begins and ends; another call goes on from either. A line that is still being written stands behind the end. */
  readonly start: number;
  readonly end: number;
  /** Whether everything before `start` is older than asked for, or nothing is before it. */
  readonly isAll: boolean;
  /** A NUL was seen: it is no text, and nothing of it is shown. */
  readonly isBinary: boolean;
  /** Some line said when it was written. */
  readonly hasTimes: boolean;
}

const chunkBytes = 256 << 10;
/** A longer line is cut where it is matched and shown. */
const longestLine = 4_000;

/** The last wanted lines before `end`. */
export const readBack = async ({
  source,
  filter,
  since,
  end,
  ...most
}: LogRequest & { readonly end: number; readonly since: Since | undefined }): Promise<LogPart> => {
  let kept: readonly PlacedLine[] = [];
  let start = end;
  let resume = end;
  let carry: Buffer = Buffer.alloc(0);
  let hasTimes = false;
  const part = (rest: Partial<LogPart>): LogPart => ({
    lines: kept,
    start,
    end: resume,
    isAll: false,
    isBinary: false,
    hasTimes,
    ...rest,
  });
  for (let position = end; position > 0 && end - position < most.scanBytes;) {
    const length = Math.min(chunkBytes, position);
    position -= length;
    const chunk = await source.read({ offset: position, length });
    if (chunk.includes(0)) return part({ lines: [], isBinary: true });
    const bytes = Buffer.concat([chunk, carry]);
    const whole = position === 0 || bytes.length > longestCarry ? 0 : bytes.indexOf(0x0a) + 1;
    // What stands before the first line feed may be the end of a line that begins further in front.
    carry = whole === 0 && position > 0 && bytes.length <= longestCarry ? bytes : bytes.subarray(0, whole);
    if (carry === bytes) continue;
    start = position + whole;
    const lines = placeLines({ bytes: bytes.subarray(whole), offset: start, mostBytes: longestLine });
    const last = lines.at(-1);
    if (last?.end === end && !last.isEnded) resume = last.offset;
    const times = since === undefined ? [] : lines.map(({ text }) => since.timeOf(text));
    hasTimes ||= times.some((time) => time !== undefined);
    const recent = lines.slice(since === undefined ? 0 : firstSince({ times, ms: since.ms }));
    const wanted = await filter.matches(recent.map(({ text }) => text));
    const found = [...recent.filter((_, index) => wanted[index] === true), ...kept];
    kept = lastFitting({ found, ...most });
    if (kept.length < found.length || kept.length === most.mostLines) return part({ start: kept[0]?.offset ?? start });
    if (recent.length < lines.length) return part({ isAll: true });
  }
  return part({ isAll: start === 0 });
};

/** The first wanted lines from `from` on. The last line counts once its line feed is written. */
export const readOn = async ({ source, filter, from, ...most }: LogRequest & { readonly from: number }): Promise<LogPart> => {
  let kept: readonly PlacedLine[] = [];
  let end = from;
  const part = (rest: Partial<LogPart>): LogPart => ({
    lines: kept,
    start: from,
    end,
    isAll: true,
    isBinary: false,
    hasTimes: false,
    ...rest,
  });
  while (end < source.size && end - from < most.scanBytes) {
    const chunk = await source.read({ offset: end, length: Math.min(chunkBytes, source.size - end) });
    if (chunk.includes(0)) return part({ lines: [], isBinary: true });
    const feed = chunk.lastIndexOf(0x0a);
    // A line that is longer than a chunk is told in parts.
    const bytes = chunk.subarray(0, feed === -1 && chunk.length === chunkBytes ? chunk.length : feed + 1);
    if (bytes.length === 0) break;
    const lines = placeLines({ bytes, offset: end, mostBytes: longestLine });
    const wanted = await filter.matches(lines.map(({ text }) => text));
    const found = [...kept, ...lines.filter((_, index) => wanted[index] === true)];
    kept = firstFitting({ found, ...most });
    if (kept.length < found.length || kept.length === most.mostLines) return part({ end: kept.at(-1)?.end ?? end });
    end += bytes.length;
  }
  return part({});
};

const longestCarry = 4 * chunkBytes;

// Lines without a time, as those of a stack, belong to the line before them.
const firstSince = ({ times, ms }: { times: readonly (number | undefined)[]; ms: number }): number => {
  const old = times.findLastIndex((time) => time !== undefined && time < ms);
  if (old === -1) return 0;
  const next = times.findIndex((time, index) => index > old && time !== undefined);
  return next === -1 ? times.length : next;
};

interface Found {
  readonly found: readonly PlacedLine[];
  readonly mostLines: number;
  readonly mostCharacters: number;
}

const lastFitting = ({ found, mostLines, mostCharacters }: Found): readonly PlacedLine[] =>
  firstFitting({ found: found.toReversed(), mostLines, mostCharacters }).toReversed();

const firstFitting = ({ found, mostLines, mostCharacters }: Found): readonly PlacedLine[] => {
  let left = mostCharacters;
  const end = found.findIndex(({ text }) => (left -= text.length + 1) < 0);
  return found.slice(0, Math.min(end === -1 ? found.length : end, mostLines));
};
