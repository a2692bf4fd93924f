import { execFile } from 'node:child_process';
import { chmod, chown, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresBinary, type ServiceBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DatabaseRig, startRig, startTools } from '../../src/database/test/database-rig.ts';

const openssl: ServiceBinary = { command: 'openssl', apt: 'openssl' };
const shop = { database: 'shop' };

describe.skipIf([skipWithout(postgresBinary), skipWithout(openssl)].includes(true))('a protected connection', () => {
  let rig: DatabaseRig;
  let certificate: string;
  beforeAll(async () => {
    rig = await startRig();
    const [{ file } = {}] = await rig.admin("SELECT current_setting('config_file') AS file");
    const folder = dirname(String(file));
    certificate = join(folder, 'server.crt');
    const key = join(folder, 'server.key');
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate, ...subject]);
    // The server reads its key as the account that it runs under, and nobody else may.
    const { uid, gid } = await stat(String(file));
    await chmod(key, 0o600);
    for (const path of [key, certificate]) await chown(path, uid, gid);
    await rig.admin('ALTER SYSTEM SET ssl = on');
    await rig.admin('SELECT pg_reload_conf()');
    await vi.waitFor(
      async () => {
        const [{ ssl } = {}] = await rig.admin('SHOW ssl');
        if (ssl !== 'on') throw new Error('The server has not read its settings yet.');
      },
      { timeout: 30_000 },
    );
  });
  afterAll(() => rig?.close());

  it('is used by reads, and by the programs of backups', async () => {
    const { callTool, confirmTool, shop: own } = await startTools({ rig, change: { tls: { ca: certificate } } });
    await callTool('db_sizes', shop);
    const text =
      "SELECT bool_and(s.ssl) AS is_safe FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = 'lineclear' AND a.datname = current_database()";
    expect(await own.sql(text)).toEqual([{ is_safe: true }]);
    expect((await confirmTool('db_backup', shop)).outcome).toMatchObject({ result: { rows: 230 } });
    expect(own.gate.statements).toEqual([]);
  });

  it.each([
    ['whose authority nobody named', () => ({ host: '127.0.0.1', tls: {} })],
    ['for another name', () => ({ host: 'localhost', tls: { ca: certificate } })],
  ])('is not made with a certificate %s', async (_what, change) => {
    const { answer } = await startTools({ rig, change: change() });
    expect(await answer('db_sizes', shop)).toMatchObject({ error: { code: 'unreachable', details: { reason: 'tls' } } });
    expect(await answer('db_backup', shop)).toMatchObject({ error: { code: 'unreachable' } });
  });
});
