import { skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, makeCertificates, openssl } from '../test/certificates.ts';
import { a } from '../test/dns-server.ts';
import { serve, startNet, startZone } from '../test/start-net.ts';

describe.skipIf(skipWithout(openssl))('http_check over TLS', () => {
  let certificates: Certificates;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => certificates.remove());

  const check = async ({ kind, trusts = true }: { kind: 'valid' | 'expired' | 'wrongName' | 'selfSigned'; trusts?: boolean }) => {
    const port = await serve((_request, response) => response.end('ok'), certificates[kind]);
    const dns = await startZone({ 'A www.example.com': [a('127.0.0.1')] });
    const { callTool } = await startNet({
      targets: ['www.example.com', `127.0.0.1:${port}`],
      resolvers: [dns.resolver],
      ca_files: trusts ? [certificates.caFile] : [],
    });
    return { port, callTool, answer: await callTool('http_check', { url: `https://www.example.com:${port}/` }) };
  };

  it('verifies a chain and tells who it is for and until when', async () => {
    const { answer, callTool, port } = await check({ kind: 'valid' });
    expect(answer).toMatchObject({
      ok: true,
      steps: [{ address: '127.0.0.1', ms: { tls: expect.any(Number) } }],
      tls: {
        protocol: 'TLSv1.3',
        verified: true,
        reason: null,
        chain: [
          {
            subject: 'O=lineclear tests, CN=www.example.com',
            issuer: 'O=lineclear tests, CN=Test authority',
            not_after: '2099-12-31T23:59:59.000Z',
            names: ['DNS:www.example.com', 'DNS:*.shop.example.com', 'IP Address:127.0.0.1'],
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
          { subject: 'O=lineclear tests, CN=Test authority' },
        ],
      },
    });
    // By its address as well, which no handshake can name.
    expect(await callTool('http_check', { url: `https://127.0.0.1:${port}/` })).toMatchObject({
      ok: true,
      tls: { verified: true },
    });
  });

  it.each([
    ['expired', true, 'CERT_HAS_EXPIRED'],
    ['wrongName', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['selfSigned', true, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['valid', false, 'SELF_SIGNED_CERT_IN_CHAIN'],
  ] as const)(
    'reports a certificate that is %s (trusted authority: %s) as %s, and still shows the rest',
    async (kind, trusts, reason) => {
      const { answer } = await check({ kind, trusts });
      expect(answer).toMatchObject({
        ok: false,
        problems: [`The certificate of www.example.com is not verified: ${reason}.`],
        steps: [{ status: 200 }],
        tls: { verified: false, reason },
      });
    },
  );

  it('counts the days that are left, below zero when it is over', async () => {
    const daysOf = async (kind: 'valid' | 'expired') => {
      const { answer } = await check({ kind });
      const [own] = JSON.parse(JSON.stringify(answer)).tls.chain;
      return own.days_left;
    };
    expect(await daysOf('valid')).toBeGreaterThan(9_000);
    expect(await daysOf('expired')).toBeLessThan(-300);
  });

  it('says that a server without TLS has none', async () => {
    const port = await serve((_request, response) => response.end());
    const { callTool } = await startNet({ targets: ['127.0.0.1'] });
    const answer = await callTool('http_check', { url: `https://127.0.0.1:${port}/` });
    expect(answer).toMatchObject({ ok: false, tls: null, steps: [{ status: null, failure: { phase: 'tls' } }] });
  });

  it('refuses to start with a file that holds no certificates', async () => {
    const { callTool } = await startNet({ targets: ['127.0.0.1'], ca_files: ['/nowhere/ca.pem'] });
    await expect(callTool('http_check', { url: 'https://127.0.0.1/' })).rejects.toMatchObject({
      code: 'not_configured',
      details: { reason: 'certificate_file' },
    });
  });
});
