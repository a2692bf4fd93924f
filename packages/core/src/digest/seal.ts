import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { LineclearError } from '../plugin/errors.ts';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a text so that only the holder of `key` reads it, and only for the same `context` (AES-256-GCM, base64url).
 * `context` says what the text belongs to, for example a plan's id; it is bound, not stored. Throws `invalid_input` for lone surrogates.
 */
export const seal = ({ key, text, context }: { key: Uint8Array; text: string; context: string }): string => {
  // UTF-8 would replace them, and what is opened would differ from what was sealed.
  if (!text.isWellFormed() || !context.isWellFormed()) {
    throw new LineclearError('invalid_input', 'Text with a lone surrogate cannot be sealed.');
  }
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
};

/** The sealed text, or `undefined` when it was sealed with another key or for another context, or was changed. Never throws. */
export const open = ({ key, sealed, context }: { key: Uint8Array; sealed: string; context: string }): string | undefined => {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    // Base64 decoders pass over foreign characters and stray bits; one value has one text here.
    if (bytes.toString('base64url') !== sealed || !context.isWellFormed()) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // Whoever holds a bad seal learns only that it is bad.
    return undefined;
  }
};

/** The store's key serves several purposes; each has its own subkey, so that none can be turned against another. */
const sealingKey = (key: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', 'lineclear sealing 1', 32));
