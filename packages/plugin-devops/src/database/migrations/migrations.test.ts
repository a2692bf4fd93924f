import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DatabaseReader } from '../client/database-reader.ts';
import { DatabaseWriter } from '../client/database-writer.ts';
import { settings } from '../settings.ts';
import { type DatabaseRig, startRig, startTools } from '../test/database-rig.ts';
import { runSteps } from './run-steps.ts';
import { scriptOf } from './script.ts';
import { migrationTools } from './tools.ts';

const isMissing = skipWithout(postgresBinary);
let rig: DatabaseRig;
beforeAll(async () => {
  if (!isMissing) rig = await startRig();
});
afterAll(() => rig?.close());

const start = async (files: Readonly<Record<string, string>>) => {
  const started = await startTools({ rig, tools: migrationTools });
  for (const [name, sql] of Object.entries(files)) await started.shop.migration(name, sql);
  return started;
};
const shop = { database: 'shop' };
const addPhone = 'ALTER TABLE customers ADD phone text;\n';
const two = { '0001_phone.sql': addPhone, '0002_index.sql': 'CREATE INDEX by_phone ON customers (phone);\n' };
const indexes = "SELECT 1 FROM pg_indexes WHERE indexname = 'by_phone'";
const states = async ({ callTool }: Awaited<ReturnType<typeof start>>) => {
  const { migrations } = await callTool('db_migrations', shop);
  return Object(migrations).map(({ version, state }: { version: string; state: string }) => `${version} ${state}`);
};

describe.skipIf(isMissing)('db_migrate', () => {
  it('applies the pending files in their order, each with its row in the ledger', async () => {
    const started = await start(two);
    expect(await states(started)).toEqual(['0002 pending', '0001 pending']);
    const { preview, outcome } = await started.confirmTool('db_migrate', shop);
    expect(preview).toMatchObject({
      description: expect.stringContaining('Apply 2 migrations of shop (test, development)'),
      details: { reversible: false, undo: null, files: [{ file: '0001_phone.sql', text: addPhone }, { statements: 1 }] },
      warnings: expect.arrayContaining([expect.stringContaining('nobody writes to the table until it is done')]),
    });
    expect(outcome).toMatchObject({
      result: { done: [{ version: '0001' }, { version: '0002' }], not_done: [] },
      effect: { pending: 0 },
    });
    expect(await states(started)).toEqual(['0002 applied', '0001 applied']);
    expect(await started.shop.sql(indexes)).toHaveLength(1);
    await expect(started.callTool('db_migrate', shop)).rejects.toMatchObject({ details: { reason: 'nothing_to_do' } });
  });

  it('stops at the first file that fails, and leaves nothing of it', async () => {
    const started = await start({ ...two, '0002_index.sql': 'CREATE TABLE half (id int);\nSELECT nothing;' });
    await started.previewTool('db_migrate', shop);
    await expect(started.callTool('db_migrate', { ...shop, confirm: true })).rejects.toMatchObject({
      code: 'upstream_error',
      details: { cause: { file: '0002_index.sql', line: 2, sqlstate: '42703' }, steps_done: ['0001_phone.sql'] },
    });
    expect(await states(started)).toEqual(['0002 pending', '0001 applied']);
    expect(await started.shop.sql("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  });

  it('goes back to a version with the files for it, and up again', async () => {
    const started = await start({
      ...two,
      '0002_index.down.sql': 'DROP INDEX by_phone;',
      '0001_phone.down.sql': 'ALTER TABLE customers DROP phone;',
    });
    expect((await started.confirmTool('db_migrate', shop)).preview).toMatchObject({ details: { reversible: true } });
    const down = { ...shop, direction: 'down', to: '0001' };
    expect((await started.confirmTool('db_migrate', down)).outcome).toMatchObject({
      result: { done: [{ file: '0002_index.down.sql' }] },
    });
    expect(await states(started)).toEqual(['0002 pending', '0001 applied']);
    expect(await started.shop.sql(indexes)).toEqual([]);
    await started.confirmTool('db_migrate', shop);
    expect(await started.shop.sql(indexes)).toHaveLength(1);
  });

  it('says how much of a long text is not shown', async () => {
    const started = await start({ '0001_long.sql': `SELECT 1; ${'-- a line\n'.repeat(30_000)}` });
    const preview = await started.previewTool('db_migrate', shop);
    expect(preview['warnings']).toContainEqual(
      expect.stringMatching(/^0001_long\.sql: \d+ characters are not shown; read the file itself\.$/),
    );
  });

  it('says that a file was changed after it was applied', async () => {
    const started = await start(two);
    await started.confirmTool('db_migrate', { ...shop, to: '0001' });
    await started.shop.migration('0001_phone.sql', `${addPhone}-- more\n`);
    expect(await states(started)).toEqual(['0002 pending', '0001 changed']);
    const preview = await started.previewTool('db_migrate', shop);
    expect(preview['warnings']).toContain('The file of 0001 was changed after it was applied.');
  });

  it('is stale where a file became another one after the preview', async () => {
    const started = await start(two);
    await started.previewTool('db_migrate', shop);
    await started.shop.migration('0002_index.sql', 'DROP TABLE orders;');
    await expect(started.callTool('db_migrate', { ...shop, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(await started.shop.sql("SELECT to_regclass('orders') IS NULL AS is_gone")).toEqual([{ is_gone: false }]);
  });

  it('runs what has no transaction by itself, and knows when it did not end', async () => {
    const started = await start({
      '0001_index.sql': '-- lineclear: no-transaction\nCREATE INDEX CONCURRENTLY by_name ON customers (name);\n',
      '0002_unique.sql': '-- lineclear: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY same ON orders (customer_id);\n',
    });
    await started.confirmTool('db_migrate', { ...shop, to: '0001' });
    expect(await states(started)).toEqual(['0002 pending', '0001 applied']);
    await started.previewTool('db_migrate', shop);
    const failing = started.callTool('db_migrate', { ...shop, confirm: true });
    await expect(failing).rejects.toMatchObject({ message: '0002_unique.sql failed, and it may have left an invalid index.' });
    expect(await states(started)).toEqual(['0002 pending', '0001 applied']);
    await started.shop.sql("UPDATE lineclear_migrations SET state = 'started'");
    await expect(started.callTool('db_migrate', shop)).rejects.toMatchObject({
      details: { reason: 'unfinished', version: '0001' },
    });
  });

  it.each([
    ['CREATE TABLE a (id int); COMMIT; DROP TABLE orders;', 'COMMIT'],
    ['BEGIN; DROP TABLE orders; END;', 'BEGIN'],
    ['COPY orders FROM STDIN;', 'COPY FROM STDIN'],
    ['\\i other.sql', 'psql'],
    ['CREATE INDEX CONCURRENTLY i ON orders (id);', 'no transaction'],
    ['-- lineclear: no-transaction\nSELECT 1; SELECT 2;', 'one statement'],
    ['-- nothing', 'no statement'],
  ])('refuses %s', async (sql, problem) => {
    const started = await start({ '0001_wrong.sql': sql });
    await expect(started.callTool('db_migrate', shop)).rejects.toMatchObject({
      code: 'unsupported',
      details: { problems: expect.arrayContaining([expect.stringContaining(problem)]) },
    });
  });

  it('does not count a file as done that ended its transaction, whatever its words looked like', async () => {
    const fresh = await rig.fresh();
    onTestFinished(fresh.close);
    const parsed = settings.parse(fresh.connections().database);
    const reader = new DatabaseReader({ settings: parsed, resolvePath: (path) => path });
    const script = scriptOf('CREATE TABLE sly (id int); COMMIT; CREATE TABLE slier (id int);');
    const steps = [{ version: '0001', file: { file: '0001_sly.sql', sha256: '', script } }];
    const call = { steps, direction: 'up', plan: 'plan', database: 'shop', done: () => undefined } as const;
    const running = new DatabaseWriter(reader).write({
      database: 'shop',
      idempotencyKey: 'plan',
      runsScripts: true,
      signal: new AbortController().signal,
      work: (session) => runSteps({ session, ...call }),
    });
    await expect(running).rejects.toMatchObject({ effect: 'unknown', details: { reason: 'transaction_ended' } });
  });

  it('does not wait for a lock longer than it may, and holds nobody up', async () => {
    const { shop: own, ...started } = await startTools({ rig, tools: migrationTools, more: { lock_timeout_ms: 100 } });
    await own.migration('0001_phone.sql', addPhone);
    const session = await own.session();
    await session.query('BEGIN; SELECT * FROM customers LIMIT 1');
    await started.previewTool('db_migrate', shop);
    const failing = started.callTool('db_migrate', { ...shop, confirm: true });
    await expect(failing).rejects.toMatchObject({
      code: 'timeout',
      details: { cause: { reason: 'lock_timeout', file: '0001_phone.sql' } },
    });
  });

  it('leaves the database to a run of migrations that is at work', async () => {
    const { shop: own, ...started } = await startTools({ rig, tools: migrationTools });
    await own.migration('0001_phone.sql', addPhone);
    await started.previewTool('db_migrate', shop);
    const session = await own.session();
    await session.query('SELECT pg_advisory_lock(7310576188121001)');
    await expect(started.callTool('db_migrate', { ...shop, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  it('holds nobody up after its end, also where the server does not learn that it has left', async () => {
    const { shop: own, ...started } = await startTools({ rig, tools: migrationTools });
    own.gate.linger();
    await own.migration('0001_phone.sql', addPhone);
    await started.confirmTool('db_migrate', shop);
    await own.migration('0002_second.sql', 'SELECT * FROM nowhere;');
    await started.previewTool('db_migrate', shop);
    await expect(started.callTool('db_migrate', { ...shop, confirm: true })).rejects.toMatchObject({ code: 'upstream_error' });
    await own.migration('0002_second.sql', 'SELECT 1;');
    expect(await started.confirmTool('db_migrate', shop)).toMatchObject({ outcome: { status: 'executed' } });
  });
});
