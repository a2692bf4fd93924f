import { fence, LineclearError } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { queryText } from '../query-text.ts';
import { type Cursor, showCursor } from './cursor.ts';
import { readJournal } from './journal.ts';
import type { LineFilter } from './line-filter.ts';
import { minutesOf, timeOfLine } from './line-time.ts';
import { openLog } from './open-log.ts';
import { type FileLog, readFileLog } from './read-file-log.ts';

/** What is wanted of a log, wherever it is kept. */
export interface LogQuestion extends HostCall {
  readonly reader: HostsReader;
  readonly filter: LineFilter;
  readonly cursor: Cursor | undefined;
  /** Lines from before are not wanted; milliseconds since the epoch. */
  readonly fromMs: number | undefined;
  readonly mostLines: number;
  readonly mostCharacters: number;
}

/** Lines of a log, and cursors to what stands on either side of them. */
export interface ShownLog {
  readonly texts: readonly string[];
  readonly older: string | null;
  readonly newer: string | null;
  /** What a reader has to know of them. */
  readonly notes: readonly string[];
}

/** The most that is looked at in a file for lines that are wanted. */
const scanBytes = 32 << 20;

/** Reads a log file that the settings of its host list. */
export const showFileLog = async ({
  file,
  nowMs,
  fromMs,
  reader,
  cursor,
  ...rest
}: LogQuestion & { file: string; nowMs: number }): Promise<ShownLog> => {
  if (cursor?.kind === 'entry') throw otherCursor('a unit of the journal');
  const { host, state, signal } = rest;
  const transfer = await reader.transfer({ host, state, signal });
  try {
    const source = await openLog({ transfer, host, signal, path: file, patterns: reader.find(host).logs });
    const zone =
      fromMs === undefined ? '' : (await queryText({ reader, host, state, signal, argv: ['date', '+%z'] })).stdout.trim();
    const calendar = { zoneMinutes: minutesOf(zone), nowMs };
    const since = fromMs === undefined ? undefined : { ms: fromMs, timeOf: (line: string) => timeOfLine(line, calendar) };
    const log = await readFileLog({ ...rest, source, since, cursor, scanBytes });
    return {
      texts: log.part.lines.map(({ text }) => text),
      older: log.older === undefined ? null : showCursor(log.older),
      newer: showCursor(log.newer),
      notes: notesOf({ ...log, hasSince: since !== undefined && cursor?.kind !== 'from' }),
    };
  } finally {
    transfer.end();
  }
};

/** Reads what a unit wrote into the journal of systemd. */
export const showUnitLog = async ({ cursor, fromMs, ...rest }: LogQuestion & { unit: string }): Promise<ShownLog> => {
  if (cursor !== undefined && cursor.kind !== 'entry') throw otherCursor('a file');
  const { lines, leftOut, entry = cursor?.entry, remark } = await readJournal({ ...rest, sinceMs: fromMs, after: cursor?.entry });
  return {
    texts: lines,
    older: null,
    newer: entry === undefined ? null : showCursor({ kind: 'entry', entry }),
    notes: [
      ...(leftOut > 0 ? [`${leftOut} older lines are not shown: narrow since or grep.`] : []),
      ...(remark === '' ? [] : [fence(remark, { source: 'journalctl', limit: 500 })]),
    ],
  };
};

const notesOf = ({ part, wasReplaced, hasSince }: FileLog & { hasSince: boolean }): readonly string[] => [
  ...(part.isBinary ? ['The file is binary, so nothing of it is shown.'] : []),
  ...(wasReplaced ? ['The file is another one than the cursor is of: this is its end.'] : []),
  ...(hasSince && !part.hasTimes && part.lines.length > 0
    ? ['No line begins with a time that is understood, so since has no effect.']
    : []),
];

const otherCursor = (kind: string): LineclearError =>
  new LineclearError('invalid_input', `This cursor is of ${kind}.`, {
    hint: 'Use it with the arguments of the answer that it is of.',
    details: { reason: 'bad_cursor' },
  });
