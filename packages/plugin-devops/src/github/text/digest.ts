import { sha256Hex } from '../../digest/sha256.ts';

/** A text as a guard compares it: what somebody wrote need not stand in a plan. */
export const textDigest = (text: string | null | undefined): string => sha256Hex(text ?? '').slice(0, 32);
