import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freePort, postgresBinary, secretMarker, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type DatabaseRig, startRig, startTools } from '../../src/database/test/database-rig.ts';

const shop = { database: 'shop' };

describe.skipIf(skipWithout(postgresBinary))('a database that does not answer as it should', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  it('is unreachable where nobody listens, and nothing is said of the password', async () => {
    const [port = 0] = await freePort(1);
    const { answer } = await startTools({ rig, change: { port } });
    const said = await answer('db_sizes', shop);
    expect(said).toMatchObject({ error: { code: 'unreachable', details: { reason: 'connection' } } });
    expect(JSON.stringify(said)).not.toContain(secretMarker);
    expect(await answer('db_list')).toMatchObject({ value: { databases: [{ state: null, problem: { code: 'unreachable' } }] } });
  });

  it('is cut off in the middle of a read, which fails as a read', async () => {
    const { callTool, shop: own } = await startTools({ rig });
    own.gate.cut('after', /pg_total_relation_size/);
    await expect(callTool('db_sizes', shop)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await callTool('db_sizes', shop)).toMatchObject({ left_out: 0 });
  });

  it('refuses a wrong password, and takes the right one', async () => {
    const { callTool, shop: own } = await startTools({ rig, change: { reader: { user: 'careful', password: 'wrong-sesame' } } });
    await rig.admin(`CREATE ROLE careful LOGIN PASSWORD 'open-sesame'; GRANT pg_monitor, pg_read_all_data TO careful`);
    const [{ file } = {}] = await rig.admin("SELECT current_setting('hba_file') AS file");
    const rules = await readFile(String(file), 'utf8');
    await writeFile(String(file), `host all careful 127.0.0.1/32 scram-sha-256\n${rules}`);
    await rig.admin('SELECT pg_reload_conf()');
    // The server reads the file by and by; until then it asks nobody for a password, and a connection that it took stays.
    const asksForPassword = () =>
      own.session('careful').then(
        () => false,
        () => true,
      );
    await expect.poll(asksForPassword).toBe(true);
    await expect(callTool('db_sizes', shop)).rejects.toMatchObject({ code: 'unauthenticated' });
    const right = own.connections({ reader: { user: 'careful', password: 'open-sesame' } });
    const second = await startTools({ rig, connections: right });
    expect(await second.callTool('db_sizes', shop)).toMatchObject({ left_out: 0 });
  });

  it('wants a protected connection where nothing else is said, and says how to get one', async () => {
    const { callTool } = await startTools({ rig, change: { tls: { mode: 'verify' } } });
    await expect(callTool('db_sizes', shop)).rejects.toMatchObject({ code: 'unreachable', details: { reason: 'tls' } });
  });

  it('ends a statement that takes too long', async () => {
    const { callTool, shop: own } = await startTools({ rig, more: { statement_timeout_ms: 100 } });
    await own.sql('CREATE TABLE huge AS SELECT n FROM generate_series(1, 400000) n');
    const slow = callTool('db_integrity', { ...shop, digests: true, row_limit: 1_000_000 });
    await expect(slow).rejects.toMatchObject({ code: 'timeout', details: { reason: 'statement_timeout' } });
  });

  it('does not wait for ever for a server that takes the call and says nothing', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { answer } = await startTools({ rig, change: { port }, limits: { readMs: 300 } });
    expect(await answer('db_sizes', shop)).toMatchObject({ error: { code: 'timeout' } });
  });

  it('is not_found for names that the profile does not have, objects of the language included', async () => {
    const { callTool } = await startTools({ rig });
    for (const name of ['other', '__proto__', 'constructor']) {
      const call = callTool('db_sizes', { database: name });
      await expect(call).rejects.toMatchObject({ code: 'not_found', details: { databases: ['shop'] } });
    }
  });

  it('uses no more connections than it may', async () => {
    const { callTool, shop: own } = await startTools({ rig, more: { max_connections: 2 } });
    await Promise.all(Array.from({ length: 12 }, () => callTool('db_sizes', shop)));
    const [{ open } = {}] = await own.sql(
      "SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = 'lineclear' AND datname = current_database()",
    );
    expect(open).toBeLessThanOrEqual(2);
  });

  it('leaves a server alone whose connections are used up', async () => {
    const { answer, shop: own } = await startTools({ rig });
    await own.sql(`ALTER ROLE lineclear_reader CONNECTION LIMIT 0`);
    onTestFinished(async () => {
      await rig.admin('ALTER ROLE lineclear_reader CONNECTION LIMIT -1');
    });
    expect(await answer('db_sizes', shop)).toMatchObject({ error: { code: 'rate_limited', retry_after_s: 5 } });
  });

  it('has no writer where the profile names none', async () => {
    const { writer: _writer, ...readOnly } = Object((await rig.fresh()).connections().database)['databases'].shop;
    const { callTool } = await startTools({ rig, connections: { database: { databases: { shop: readOnly } } } });
    expect(await callTool('db_list')).toMatchObject({ databases: [{ can: ['backup'] }] });
    await expect(callTool('db_migrate', shop)).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'no_writer' },
    });
  });

  it('is asked again after the server was started anew, by the same host', async () => {
    const { callTool, shop: own } = await startTools({ rig });
    await callTool('db_sizes', shop);
    const [{ pid } = {}] = await own.sql(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'lineclear' AND datname = current_database()",
    );
    // A process of the server that dies makes the server start everything anew, once it has looked after it.
    process.kill(Number(pid), 'SIGKILL');
    await expect.poll(() => existsSync(`/proc/${String(pid)}`), { interval: 5 }).toBe(false);
    await expect.poll(() => own.sql('SELECT 1 AS one').catch(() => undefined)).toEqual([{ one: 1 }]);
    expect(await callTool('db_sizes', shop)).toMatchObject({ tables: expect.any(Array) });
  });
});
