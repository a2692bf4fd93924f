import * as z from 'zod';
import { keyFingerprint } from '../../digest/key-fingerprint.ts';
import type { HostSettings } from '../settings.ts';
import type { KnownKeys } from './known-hosts.ts';

/** A host's public key as it presented it. */
export interface HostKey {
  /** For example `ssh-ed25519`. */
  readonly type: string;
  /** The whole key in SSH's wire form, base64. */
  readonly key: string;
  /** As ssh-keygen prints it: `SHA256:` and 43 characters. */
  readonly fingerprint: string;
}

/** A key that was accepted for an address by host_enrol. */
export const EnrolledKey = z.object({
  address: z.string(),
  port: z.int(),
  type: z.string(),
  key: z.string(),
  fingerprint: z.string(),
});
export type EnrolledKey = z.output<typeof EnrolledKey>;

/** Why a key is accepted, or why it is not. */
export type Trust = 'pinned' | 'known' | 'enrolled' | 'unknown' | 'changed' | 'revoked';

/** Everything that says which keys a host may present. */
export interface TrustSources {
  readonly host: HostSettings;
  readonly known: KnownKeys;
  readonly enrolled: EnrolledKey | undefined;
}

/** Reads a key from SSH's wire form. */
export const toHostKey = (wire: Buffer): HostKey => ({
  type: wire.subarray(4, 4 + wire.readUInt32BE(0)).toString('latin1'),
  key: wire.toString('base64'),
  fingerprint: keyFingerprint(wire),
});

/**
 * Judges a presented key. The first source that says anything decides: pins of the settings, then files of known hosts, then an
 * enrolment. So an enrolment never overrides what an operator wrote down, and a key that differs is changed, whatever its type.
 */
export const judgeHostKey = ({ presented, host, known, enrolled }: TrustSources & { presented: HostKey }): Trust => {
  if (known.revoked.includes(presented.key)) return 'revoked';
  if (host.host_keys !== undefined) {
    return host.host_keys.some((pin) => pin.replace(/=+$/, '') === presented.fingerprint) ? 'pinned' : 'changed';
  }
  if (known.accepted.length > 0) return known.accepted.some(({ key }) => key === presented.key) ? 'known' : 'changed';
  if (enrolled !== undefined) return enrolled.key === presented.key ? 'enrolled' : 'changed';
  return 'unknown';
};

/** What is known of a key that was not presented yet. */
export type ExpectedTrust = Exclude<Trust, 'changed' | 'revoked'>;

/** What is known of a host's key before it is asked. */
export const expectedTrust = ({ host, known, enrolled }: TrustSources): ExpectedTrust => {
  if (host.host_keys !== undefined) return 'pinned';
  if (known.accepted.length > 0) return 'known';
  return enrolled === undefined ? 'unknown' : 'enrolled';
};

/** The key types to ask for first, so that a server with several keys presents the one that is known. */
export const expectedTypes = ({ host, known, enrolled }: TrustSources): readonly string[] => {
  if (host.host_keys !== undefined) return [];
  return known.accepted.length > 0 ? known.accepted.map(({ type }) => type) : enrolled === undefined ? [] : [enrolled.type];
};
