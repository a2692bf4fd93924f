import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileAnchor } from '../../src/audit/file-anchor.ts';
import type { Anchor } from '../../src/audit/types.ts';
import { verify, type VerifyOptions } from '../../src/audit/verify.ts';
import { chainEvents, emptyHead } from '../../src/store/chain.ts';
import type { ChainedEvent } from '../../src/store/event.ts';
import { sqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { draft, newFolder } from '../store/fixtures.ts';

export interface ChainFile {
  readonly path: string;
  readonly anchor: Anchor;
  readonly events: readonly ChainedEvent[];
  /** Does what somebody with the file and a SQLite shell can do. */
  readonly tamper: (...statements: readonly string[]) => void;
  readonly verdict: (options?: Omit<VerifyOptions, 'store'>) => ReturnType<typeof verify>;
}

/** A file with ten events whose head is anchored. */
export const newChainFile = async (): Promise<ChainFile> => {
  const folder = await newFolder();
  const path = join(folder, 'store.db');
  const anchor = fileAnchor(join(folder, 'anchor.jsonl'));
  const store = await sqliteStore({ path });
  const events = await store.append(
    Array.from({ length: 10 }, (_, index) =>
      draft({
        event: index % 2 === 0 ? 'confirmed' : 'executed',
        client: 'claude',
        remote_address: '127.0.0.1',
        plan_id: `plan-${index >> 1}`,
        input_digest: 'digest',
        input: { task: `t${index}` },
        assurance: 'human',
        approver: 'carol',
        duration_ms: 5,
        trace_id: 'trace',
        details: { note: 'x' },
      }),
    ),
  );
  await anchor.write(await store.head());
  await store.close();
  return {
    path,
    anchor,
    events,
    tamper: (...statements) => {
      const database = new DatabaseSync(path);
      try {
        for (const statement of statements) database.exec(statement);
      } finally {
        database.close();
      }
    },
    verdict: async (options = {}) => {
      const reader = await sqliteStore({ path });
      try {
        return await verify({ store: reader, ...options });
      } finally {
        await reader.close();
      }
    },
  };
};

/** SQL that puts these events into an empty table, with hashes that fit: what a careful forger would do. */
export const rewritten = (drafts: readonly ChainedEvent[]): readonly string[] => {
  const links = chainEvents({ drafts: drafts.map(withoutLinks), head: emptyHead });
  return links.map(
    ({ event, body }) => `INSERT INTO events (seq, hash, body) VALUES (${event.seq}, '${event.hash}', '${quoted(body)}')`,
  );
};

export const quoted = (text: string): string => text.replaceAll("'", "''");

const withoutLinks = ({ seq: _seq, prev_hash: _previous, hash: _hash, ...content }: ChainedEvent) => content;
