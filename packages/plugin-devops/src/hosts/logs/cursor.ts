import { LineclearError } from '@lineclear/core/plugin';
import { sha256Hex } from '../../digest/sha256.ts';

/** Where a log was read to: before a place of a file, from one on, or after an entry of the journal. */
export type Cursor =
  | { readonly kind: 'before' | 'from'; readonly offset: number; readonly head: Head }
  | { readonly kind: 'entry'; readonly entry: string };

/** The first bytes of a file, by which a file that took its place is known. */
export interface Head {
  readonly bytes: number;
  readonly digest: string;
}

export const headOf = (bytes: Buffer): Head => ({
  bytes: bytes.length,
  digest: sha256Hex(bytes).slice(0, 12),
});

/** The most bytes that a head is made of. */
export const headBytes = 256;

export const showCursor = (cursor: Cursor): string =>
  cursor.kind === 'entry'
    ? `entry:${cursor.entry}`
    : `${cursor.kind}:${cursor.offset}:${cursor.head.bytes}:${cursor.head.digest}`;

/** Reads what {@link showCursor} wrote; `invalid_input` for anything else. */
export const readCursor = (text: string): Cursor => {
  const [, kind, offset, bytes, digest = ''] = /^(before|from):(\d{1,15}):(\d{1,3}):([0-9a-f]{12})$/.exec(text) ?? [];
  if (kind === 'before' || kind === 'from') return { kind, offset: Number(offset), head: { bytes: Number(bytes), digest } };
  const [, entry] = /^entry:([a-z0-9=;]{1,300})$/.exec(text) ?? [];
  if (entry !== undefined) return { kind: 'entry', entry };
  throw new LineclearError('invalid_input', 'This is no cursor of host_logs.', {
    hint: 'Use older or newer of an earlier answer as it stands.',
    details: { reason: 'bad_cursor' },
  });
};
