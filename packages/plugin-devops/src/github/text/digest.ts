import { createHash } from 'node:crypto';

/** A text as a guard compares it: what somebody wrote need not stand in a plan. */
export const textDigest = (text: string | null | undefined): string =>
  createHash('sha256')
    .update(text ?? '')
    .digest('hex')
    .slice(0, 32);
