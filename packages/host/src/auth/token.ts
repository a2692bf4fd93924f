import { createHash, randomBytes } from 'node:crypto';

const pattern = /^lc_[A-Za-z0-9_-]{43}$/;

/** A new bearer token: `lc_` and 256 random bits. */
export const createToken = (): string => `lc_${randomBytes(32).toString('base64url')}`;

/** False for anything that this server never gave out; saves the store from looking. */
export const looksLikeToken = (text: string): boolean => pattern.test(text);

/** What the store keeps of a token. 256 random bits need no salt and no slow hash: there is nothing to guess. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
