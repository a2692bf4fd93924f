import { LineclearError } from '@lineclear/core/plugin';
import { keyFingerprint } from '../../digest/key-fingerprint.ts';

/** A public key as a line of authorized_keys has it. */
export interface PublicKey {
  readonly type: string;
  /** Base64 of the key in SSH's wire form. */
  readonly blob: string;
  readonly comment: string;
  /** As ssh-keygen prints it. */
  readonly fingerprint: string;
}

/** Reads one public key without options; `invalid_input` for everything that sshd would not take as a key of today. */
export const readPublicKey = (line: string): PublicKey => {
  const found = keysIn(line);
  const [key] = found;
  const isPlain = /^(?:ssh|ecdsa|sk)-\S+ \S+(?: [^\n\r\0]*)?$/.test(line.trim());
  if (key === undefined || found.length !== 1 || !isPlain) {
    throw new LineclearError('invalid_input', 'This is no public key of OpenSSH without options.', {
      hint: 'Use one line such as "ssh-ed25519 AAAA… name"; a private key never goes to a host.',
      details: { reason: 'bad_key' },
    });
  }
  if (key.type === 'ssh-rsa' && Buffer.from(key.blob, 'base64').length < smallestRsaBytes) {
    throw new LineclearError('invalid_input', 'An RSA key needs 2048 bits at least.', {
      hint: 'Use a key of the type ssh-ed25519.',
      details: { reason: 'weak_key', fingerprint: key.fingerprint },
    });
  }
  return key;
};

/** The keys of an authorized_keys file; lines that are none are passed over. */
export const keysIn = (text: string): readonly PublicKey[] =>
  text.split('\n').flatMap((line) => {
    if (line.trimStart().startsWith('#')) return [];
    const [, type = '', blob = '', comment = ''] = keyPattern.exec(line) ?? [];
    if (type === '' || innerType(blob) !== type) return [];
    const fingerprint = keyFingerprint(Buffer.from(blob, 'base64'));
    return [{ type, blob, comment: comment.trim(), fingerprint }];
  });

const keyPattern =
  /(?:^|\s)(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) ([A-Za-z0-9+/]+={0,3})(?:\s+(.*))?$/;

/** Of a key of 2048 bits, with its exponent and its lengths. */
const smallestRsaBytes = 270;

// The type stands inside of the key as well.
const innerType = (blob: string): string | undefined => {
  const wire = Buffer.from(blob, 'base64');
  return wire.length < 8 ? undefined : wire.toString('latin1', 4, 4 + wire.readUInt32BE(0));
};
