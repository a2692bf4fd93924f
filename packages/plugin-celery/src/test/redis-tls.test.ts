import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Service, ServiceBinary } from '@lineclear/testing';
import { redisBinary, skipWithout, startService } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseRedisUrl } from '../redis/address.ts';
import { RedisLink } from '../redis/link.ts';

const openssl: ServiceBinary = { command: 'openssl', apt: 'openssl' };
const isMissing = [skipWithout(redisBinary), skipWithout(openssl)].includes(true);

describe.skipIf(isMissing)('Redis over TLS', () => {
  let redis: Service;
  beforeAll(async () => {
    redis = await startService({
      binary: redisBinary,
      prepare: async ({ folder }) => {
        const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
        const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
        const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
        await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...files, ...subject]);
      },
      args: ({ port, folder }) => {
        const listening = ['--port', '0', '--tls-port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
        const files = ['--tls-cert-file', join(folder, 'cert.pem'), '--tls-key-file', join(folder, 'key.pem')];
        return [...listening, ...files, '--tls-ca-cert-file', join(folder, 'cert.pem'), '--tls-auth-clients', 'yes'];
      },
      ready: { kind: 'line', pattern: /Ready to accept connections/ },
    });
  });
  afterAll(() => redis.stop());

  const ask = async (parameters: string) => {
    const link = new RedisLink(parseRedisUrl(`rediss://127.0.0.1:${redis.port}/0?${parameters}`));
    return link.send(['PING']).finally(() => link.close());
  };
  const file = (name: string) => encodeURIComponent(join(redis.folder, name));
  const identity = () => `ssl_certfile=${file('cert.pem')}&ssl_keyfile=${file('key.pem')}`;

  test('is trusted by the authority that the URL names', async () => {
    expect(await ask(`ssl_ca_certs=${file('cert.pem')}&${identity()}`)).toBe('PONG');
  });

  test('is taken untrusted only when the URL says so', async () => {
    expect(await ask(`ssl_cert_reqs=none&${identity()}`)).toBe('PONG');
    await expect(ask(identity())).rejects.toMatchObject({
      code: 'unreachable',
      effect: 'none',
      details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      hint: expect.stringContaining('ssl_ca_certs'),
    });
  });

  test('names a certificate file that cannot be read', async () => {
    await expect(ask('ssl_ca_certs=/nowhere/ca.pem')).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'certificate_file' },
    });
  });
});
