import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import * as z from 'zod';
import { codeOf } from '../failure.ts';

const mostCertificates = 10;
const mostNames = 50;
const longest = 300;
const dayMs = 86_400_000;

const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  not_before: z.string(),
  not_after: z.string(),
  days_left: z.int().describe('Negative: expired.'),
  names: z.array(z.string()).describe('Whom it is for.'),
  names_left_out: z.int(),
  sha256: z.string(),
});

export const tlsFacts = z.object({
  protocol: z.string().nullable(),
  verified: z.boolean(),
  reason: z.string().nullable().describe('Why not verified, such as CERT_HAS_EXPIRED.'),
  chain: z.array(certificate).describe("The server's own first."),
});
export type TlsFacts = z.output<typeof tlsFacts>;

/** Who the other end says it is, and whether that is to be believed. `nowMs` is the time that days are counted from. */
export const readTls = ({ socket, nowMs }: { socket: TLSSocket; nowMs: number }): TlsFacts => ({
  protocol: socket.getProtocol(),
  verified: socket.authorized,
  reason: socket.authorized ? null : reasonOf(socket.authorizationError),
  chain: chainOf(socket.getPeerCertificate(true)).map((one) => showCertificate({ certificate: one, nowMs })),
});

// Node keeps a code of OpenSSL as a text here, and an error of its own for a wrong name.
const reasonOf = (error: unknown): string =>
  typeof error === 'string' && /^[A-Z0-9_]{1,60}$/.test(error) ? error : codeOf(error);

const chainOf = (first: DetailedPeerCertificate): readonly DetailedPeerCertificate[] => {
  const chain: DetailedPeerCertificate[] = [];
  const seen = new Set<string>();
  // Its type knows no server without a certificate, and no chain without an end; the last one may be its own issuer.
  let next: Partial<DetailedPeerCertificate> | undefined = first;
  while (isWhole(next) && !seen.has(next.fingerprint256) && chain.length < mostCertificates) {
    seen.add(next.fingerprint256);
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
};

const isWhole = (one: Partial<DetailedPeerCertificate> | undefined): one is DetailedPeerCertificate =>
  one?.fingerprint256 !== undefined;

const showCertificate = ({ certificate: one, nowMs }: { certificate: DetailedPeerCertificate; nowMs: number }) => {
  const names = (one.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return {
    subject: distinguished(one.subject),
    issuer: distinguished(one.issuer),
    not_before: isoDate(one.valid_from),
    not_after: isoDate(one.valid_to),
    days_left: Math.floor((Date.parse(one.valid_to) - nowMs) / dayMs) || 0,
    names: names.slice(0, mostNames).map((name) => name.slice(0, longest)),
    names_left_out: Math.max(0, names.length - mostNames),
    sha256: one.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
};

const distinguished = (name: object): string =>
  Object.entries(name)
    .map(([key, value]) => `${key}=${[value].flat().join('+')}`)
    .join(', ')
    .slice(0, longest)
    .toWellFormed();

const isoDate = (text: string): string => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text.slice(0, 40) : new Date(time).toISOString();
};
