import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import type { ServiceBinary } from '@lineclear/testing';
import { skipWithout } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenInTest } from '../test/listen-in-test.ts';
import { skips, useRabbitmq } from '../test/rig.ts';

const openssl: ServiceBinary = { command: 'openssl', apt: 'openssl' };
const isMissing = [skips, skipWithout(openssl)].includes(true);

describe.skipIf(isMissing)('the reading connection over TLS', () => {
  const rig = useRabbitmq();
  /** The URL of a door that speaks TLS before the broker, and the certificate that it shows. */
  const secured = async (): Promise<{ url: string; certificate: string }> => {
    const { key, cert } = await identity();
    const server = createServer({ key, cert }, (client) => {
      const broker = connect(rig.server().port, '127.0.0.1');
      client.on('error', () => undefined).pipe(broker);
      broker.on('error', () => undefined).pipe(client);
    });
    const url = new URL(rig.server().url);
    url.port = `${await listenInTest(server)}`;
    return { url: url.href.replace('amqp:', 'amqps:'), certificate: cert };
  };

  it('is opened to a broker that can be trusted, and to no other', async () => {
    const { url, certificate } = await secured();
    const queue = await rig.queue();
    const count = () => rig.reading({ url }).use({}, (channel) => channel.countMessages(queue));
    const untrusted = { code: 'unreachable', effect: 'none', details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } };
    await expect(count()).rejects.toMatchObject(untrusted);
    const before = getCACertificates();
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([...before, certificate]);
    expect(await count()).toBe(0);
  });
});

const identity = async (): Promise<{ key: string; cert: string }> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-tls-'));
  try {
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...files, ...subject]);
    return { key: await readFile(join(folder, 'key.pem'), 'utf8'), cert: await readFile(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
};
