import { type Cursor, headBytes, headOf } from './cursor.ts';
import type { LineFilter } from './line-filter.ts';
import type { LogSource } from './log-source.ts';
import { type LogPart, readBack, readOn, type Since } from './read-log.ts';

export interface FileLog {
  readonly part: LogPart;
  readonly older: Cursor | undefined;
  readonly newer: Cursor;
  /** The file is another one than the cursor is of: it was read from its end. */
  readonly wasReplaced: boolean;
}

/** Reads the end of a log, or goes on from a cursor. */
export const readFileLog = async ({
  cursor,
  since,
  ...request
}: {
  source: LogSource;
  filter: LineFilter;
  since: Since | undefined;
  cursor: Exclude<Cursor, { kind: 'entry' }> | undefined;
  mostLines: number;
  mostCharacters: number;
  scanBytes: number;
}): Promise<FileLog> => {
  const { source } = request;
  const begin = await source.read({ offset: 0, length: Math.min(headBytes, source.size) });
  const isSame =
    cursor === undefined ||
    (cursor.offset <= source.size && headOf(begin.subarray(0, cursor.head.bytes)).digest === cursor.head.digest);
  const place = isSame ? cursor : undefined;
  const part =
    place?.kind === 'from'
      ? await readOn({ ...request, from: place.offset })
      : await readBack({ ...request, since, end: place?.offset ?? source.size });
  const head = headOf(begin);
  return {
    part,
    older: part.start > 0 && !(place?.kind !== 'from' && part.isAll) ? { kind: 'before', offset: part.start, head } : undefined,
    newer: { kind: 'from', offset: part.end, head },
    wasReplaced: !isSame,
  };
};
