import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChainedEvent } from '../event.ts';
import { readEvent, type StoredEvent } from '../stored-event.ts';
import type { EventQuery } from '../store.ts';
import type { Connection } from './connection.ts';
import { integer, text } from './values.ts';

/** Rows that one step of a query may look at: a few milliseconds of work. */
const rowsPerStep = 5_000;

/** Below every seq, also below those that only somebody who edits the file would use. */
const lowestSeq = Number.MIN_SAFE_INTEGER;

interface Search {
  readonly connection: Connection;
  readonly query: EventQuery;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Reads events in steps, so that a filter that fits few of a million events never holds the event loop. */
export const queryEvents = async (search: Search): Promise<readonly ChainedEvent[]> => {
  const { connection, query } = search;
  const limit = query.limit ?? 100;
  const found: StoredEvent[] = [];
  let range = await connection.read(() => wholeRange(search));
  while (range !== undefined && found.length < limit) {
    const { step, rest } = split({ range, ascending: query.order === 'asc' });
    const missing = limit - found.length;
    found.push(...(await connection.read(() => select({ ...search, ...step, limit: missing }))));
    range =
      rest === undefined || found.length >= limit ? undefined : await connection.read(() => shrink({ connection, range: rest }));
    if (range !== undefined) await nextTurn();
  }
  return found.map((stored) => readEvent({ stored, location: connection.path }));
};

const wholeRange = ({ connection, query }: Search): Range | undefined => {
  const after = query.afterSeq ?? lowestSeq;
  if (query.since === undefined) return shrink({ connection, range: { first: after + 1, last: Number.MAX_SAFE_INTEGER } });
  // The plus keeps SQLite from walking the table by seq, which would read every event; the index on time has both columns.
  const row = connection
    .statement('SELECT min(seq) AS first, max(seq) AS last FROM events WHERE +seq > ? AND time >= ?')
    .get(after, timeOf(query.since));
  return rangeOf(row);
};

const split = ({ range, ascending }: { range: Range; ascending: boolean }): { step: Range; rest: Range | undefined } => {
  if (range.last - range.first < rowsPerStep) return { step: range, rest: undefined };
  const { first, last } = range;
  return ascending
    ? { step: { first, last: first + rowsPerStep - 1 }, rest: { first: first + rowsPerStep, last } }
    : { step: { first: last - rowsPerStep + 1, last }, rest: { first, last: last - rowsPerStep } };
};

/** To the events that exist: a forged seq far away must not make millions of empty steps. */
const shrink = ({ connection, range }: { connection: Connection; range: Range }): Range | undefined =>
  rangeOf(
    connection
      // Two lookups in the index; one query for both ends would read everything between them.
      .statement(
        `SELECT (SELECT min(seq) FROM events WHERE seq BETWEEN ?1 AND ?2) AS first,
                (SELECT max(seq) FROM events WHERE seq BETWEEN ?1 AND ?2) AS last`,
      )
      .get(range.first, range.last),
  );

const rangeOf = (row: Record<string, unknown> | undefined): Range | undefined =>
  row === undefined || row['first'] === null ? undefined : { first: integer(row['first']), last: integer(row['last']) };

const select = ({ connection, query, first, last, limit }: Search & Range & { limit: number }): readonly StoredEvent[] => {
  const conditions = conditionsOf(query);
  const where = ['seq BETWEEN ? AND ?', ...conditions.map((condition) => condition.text)].join(' AND ');
  const direction = query.order === 'asc' ? 'ASC' : 'DESC';
  return connection
    .statement(`SELECT seq, hash, body FROM events WHERE ${where} ORDER BY seq ${direction} LIMIT ?`)
    .all(first, last, ...conditions.map((condition) => condition.value), limit)
    .map((row) => ({ seq: integer(row['seq']), hash: text(row['hash']), body: text(row['body']) }));
};

const conditionsOf = (query: EventQuery): readonly { text: string; value: string }[] => {
  const wanted = [
    { text: 'tool = ?', value: query.tool },
    { text: 'plugin = ?', value: query.plugin },
    { text: 'profile = ?', value: query.profile },
    { text: 'principal = ?', value: query.principal },
    { text: 'plan_id = ?', value: query.planId },
    // The second half lets SQLite use the index that leaves reads out.
    { text: query.event === 'read' ? 'event = ?' : "event = ? AND event <> 'read'", value: query.event },
    { text: 'time >= ?', value: query.since === undefined ? undefined : timeOf(query.since) },
  ];
  return wanted.flatMap((condition) => (condition.value === undefined ? [] : [{ text: condition.text, value: condition.value }]));
};

const timeOf = (ms: number): string => new Date(ms).toISOString();
