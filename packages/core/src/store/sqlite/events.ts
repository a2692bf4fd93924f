import { chainEvents, emptyHead } from '../chain.ts';
import type { ChainedEvent, EventDraft, Head } from '../event.ts';
import type { Connection } from './connection.ts';
import { integer, text } from './values.ts';

/** Continues the chain. Must run inside a transaction: what it reads as the tail has to be the tail when it inserts. */
export const appendEvents = ({
  connection,
  drafts,
}: {
  connection: Connection;
  drafts: readonly EventDraft[];
}): readonly ChainedEvent[] => {
  const links = chainEvents({ drafts, head: readHead(connection) });
  const insert = connection.statement('INSERT INTO events (seq, hash, body) VALUES (?, ?, ?)');
  for (const { event, body } of links) insert.run(event.seq, event.hash, body);
  return links.map((link) => link.event);
};

export const readHead = (connection: Connection): Head => {
  const row = connection.statement('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1').get();
  return row === undefined ? emptyHead : { seq: integer(row['seq']), hash: text(row['hash']) };
};
