import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DatabaseReader } from '../client/database-reader.ts';
import { DatabaseWriter } from '../client/database-writer.ts';
import { settings } from '../settings.ts';
import { type DatabaseRig, startRig, startTools } from '../test/database-rig.ts';
import { readManifest } from './backup-folder.ts';
import { verifyCopy } from './restore-copy.ts';
import { backupTools } from './tools.ts';

const isMissing = skipWithout(postgresBinary);
let rig: DatabaseRig;
beforeAll(async () => {
  if (!isMissing) rig = await startRig();
});
afterAll(() => rig?.close());

describe.skipIf(isMissing)('verifyCopy', () => {
  it('counts a large copy for as long as the backup was counted, and not only for as long as a read may take', async () => {
    const started = await startTools({ rig, tools: backupTools });
    const { name, folders } = started.shop;
    const { outcome } = await started.confirmTool('db_backup', { database: 'shop' });
    const notes = await readManifest({ folder: folders.backups, id: String(Object(outcome['result']).backup) });
    if (notes === undefined) throw new Error('The backup was made.');
    const parsed = settings.parse(
      started.shop.connections({}, { statement_timeout_ms: 1_000, lock_timeout_ms: 60_000 }).database,
    );
    const reader = new DatabaseReader({ settings: parsed, resolvePath: (path) => path });
    onTestFinished(() => reader.close());
    // Whoever holds the table makes the count as long as that of a large one.
    const holder = await started.shop.session();
    await holder.query('BEGIN; LOCK TABLE orders');
    const { signal } = new AbortController();
    const writer = new DatabaseWriter(reader);
    let isSettled = false;
    const verified = verifyCopy({ writer, database: 'shop', copy: name, plan: 'plan', notes, signal })
      .catch((error: unknown) => error)
      .finally(() => void (isSettled = true));
    const waiting = `SELECT 1 AS one FROM pg_stat_activity WHERE datname = '${name}' AND wait_event_type = 'Lock'
      AND clock_timestamp() - query_start > interval '1500 ms'`;
    const isPast = async () => isSettled || (await rig.admin(waiting)).length > 0;
    await expect.poll(isPast, { timeout: 20_000 }).toBe(true);
    await holder.query('ROLLBACK');
    expect(await verified).toBe(4);
  });
});
