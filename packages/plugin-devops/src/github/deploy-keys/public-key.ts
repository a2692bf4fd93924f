import { secret } from '@lineclear/core/plugin';
import { keyFingerprint } from '../../digest/key-fingerprint.ts';

/** A public key as OpenSSH writes it: `ssh-ed25519 AAAA… comment`. */
export interface PublicKey {
  readonly kind: string;
  /** What GitHub keeps: without the comment. */
  readonly line: string;
  /** As `ssh-keygen -l` shows it: `SHA256:…`. */
  readonly fingerprint: string;
  readonly comment: string;
}

/** Undefined for everything that is no public key. */
export const parsePublicKey = (text: string): PublicKey | undefined => {
  const [, kind = '', encoded = '', comment = ''] =
    /^\s*([\w.@-]{1,64})[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+([^\n\r]*?))?\s*$/.exec(text) ?? [];
  const blob = Buffer.from(encoded, 'base64');
  // The kind stands once more inside, behind its length.
  if (!kinds.has(kind) || blob.byteLength < kind.length + 20 || blob.readUInt32BE(0) !== kind.length) return undefined;
  if (blob.toString('latin1', 4, 4 + kind.length) !== kind) return undefined;
  return { kind, line: `${kind} ${encoded}`, fingerprint: keyFingerprint(blob), comment };
};

/**
 * A public key as an input. It is taken as a secret, although it is none: whoever pastes the private half by mistake must not find it in
 * the audit trail afterwards.
 */
export const publicKeyInput = () =>
  secret()
    .refine(
      (key) => !/PRIVATE KEY|PuTTY-User-Key-File/i.test(key.reveal()),
      'a private key: it stays where it is; use the public half',
    )
    .refine((key) => parsePublicKey(key.reveal()) !== undefined, 'one line of a .pub file: kind, key, comment');

// https://docs.github.com/en/authentication/troubleshooting-ssh; keys of the kind ssh-dss are not taken any more.
const kinds: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);
