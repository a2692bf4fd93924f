import { hash } from 'node:crypto';

/** The fingerprint of a public key in SSH's wire form, as `ssh-keygen -l` prints it: `SHA256:` and 43 characters. */
export const keyFingerprint = (wire: Uint8Array): string => `SHA256:${hash('sha256', wire, 'base64').replace(/=+$/, '')}`;
