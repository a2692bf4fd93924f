import { hash } from 'node:crypto';

/** The SHA-256 of a text's UTF-8 bytes, as 64 hex digits. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
