import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, sign } from 'node:crypto';
import { der } from './der.ts';

/** A certificate and its key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Issues certificates that hold for a day. Nobody but this process has its key. */
export interface Authority {
  /** The authority's own certificate, as PEM. */
  readonly cert: string;
  /** For a server on 127.0.0.1. */
  server(): Certificate;
  /** For somebody; the groups stand in the certificate, too. */
  client(name: string, groups?: readonly string[]): Certificate;
}

export const createAuthority = (nowMs: number): Authority => {
  const issuer = nameOf('sandbox-ca');
  const { publicKey, privateKey } = keyPair();
  const issue = ({ subject, key, serial, extensions }: Request): string =>
    pem('CERTIFICATE', certificate({ subject, key, serial, extensions, issuer, issuerKey: privateKey, nowMs }));
  const cert = issue({
    subject: issuer,
    key: publicKey,
    serial: 1,
    extensions: [
      extension('2.5.29.19', { critical: true, value: der.sequence(der.boolean(true)) }),
      // May sign certificates.
      extension('2.5.29.15', { critical: true, value: Buffer.from([0x03, 0x02, 0x02, 0x04]) }),
    ],
  });
  let issued = 1;
  const issueFor = (subject: Uint8Array, extensions: readonly Uint8Array[]): Certificate => {
    const pair = keyPair();
    issued += 1;
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { cert: issue({ subject, key: pair.publicKey, serial: issued, extensions }), key };
  };
  return {
    cert,
    server: () => issueFor(nameOf('kube-apiserver'), [usage('1.3.6.1.5.5.7.3.1'), loopbackNames]),
    client: (name, groups = []) => issueFor(nameOf(name, groups), [usage('1.3.6.1.5.5.7.3.2')]),
  };
};

interface Request {
  readonly subject: Uint8Array;
  readonly key: KeyObject;
  readonly serial: number;
  readonly extensions: readonly Uint8Array[];
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = der.sequence(der.id('1.2.840.10045.4.3.2'));

const certificate = ({
  subject,
  key,
  serial,
  extensions,
  issuer,
  issuerKey,
  nowMs,
}: Request & { issuer: Uint8Array; issuerKey: KeyObject; nowMs: number }): Uint8Array => {
  const content = der.sequence(
    der.context(0, der.integer(2)),
    der.integer(serial),
    ecdsaWithSha256,
    issuer,
    der.sequence(der.time(nowMs - dayMs), der.time(nowMs + dayMs)),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    der.context(3, der.sequence(...extensions)),
  );
  return der.sequence(content, ecdsaWithSha256, der.bits(sign('sha256', content, issuerKey)));
};

const nameOf = (commonName: string, groups: readonly string[] = []): Uint8Array =>
  der.sequence(
    ...groups.map((group) => der.set(der.sequence(der.id('2.5.4.10'), der.text(group)))),
    der.set(der.sequence(der.id('2.5.4.3'), der.text(commonName))),
  );

const extension = (id: string, { critical = false, value }: { critical?: boolean; value: Uint8Array }): Uint8Array =>
  der.sequence(der.id(id), ...(critical ? [der.boolean(true)] : []), der.bytes(value));

const usage = (id: string): Uint8Array => extension('2.5.29.37', { value: der.sequence(der.id(id)) });

const loopbackNames = extension('2.5.29.17', {
  value: der.sequence(der.plainContext(2, Buffer.from('localhost')), der.plainContext(7, Buffer.from([127, 0, 0, 1]))),
});

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const pem = (label: string, content: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`;
