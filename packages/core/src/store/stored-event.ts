import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { ChainedEvent } from './event.ts';

/** An event as stores keep it: `body` is the canonical JSON of everything but `hash`. */
export interface StoredEvent {
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

/**
 * Reads a stored event. An event that was edited is still returned, so that it can be looked at and `verify` can name it;
 * a text that is not one event (not JSON, doubled keys, other white space) is `audit_unavailable` with reason `damaged_event`.
 */
export const readEvent = ({ stored, location }: { stored: StoredEvent; location: string }): ChainedEvent => {
  const event = parse(stored.body);
  // A doubled key reads as one value here and as another in a query, and parsing would hide it: only the exact text counts.
  const exact = event !== undefined && (sha256Hex(stored.body) === stored.hash || isCanonical(event, stored.body));
  if (!exact) throw damaged({ seq: stored.seq, location });
  return { ...event, hash: stored.hash };
};

/** The seq of the event that could not be read, when that is what the error says. */
export const damagedSeq = (error: unknown): number | undefined => {
  if (!LineclearError.is(error) || error.details?.['reason'] !== 'damaged_event') return undefined;
  const seq = error.details['seq'];
  return typeof seq === 'number' ? seq : undefined;
};

const parse = (body: string): Omit<ChainedEvent, 'hash'> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return isContent(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isContent = (value: unknown): value is Omit<ChainedEvent, 'hash'> =>
  typeof value === 'object' &&
  value !== null &&
  'event' in value &&
  typeof value.event === 'string' &&
  'time' in value &&
  typeof value.time === 'string' &&
  'seq' in value &&
  typeof value.seq === 'number' &&
  'prev_hash' in value &&
  typeof value.prev_hash === 'string';

const isCanonical = (event: object, body: string): boolean => {
  try {
    return canonicalJson(event) === body;
  } catch {
    return false;
  }
};

const damaged = ({ seq, location }: { seq: number; location: string }): LineclearError =>
  new LineclearError('audit_unavailable', `Event ${seq} of the audit trail in ${location} is damaged.`, {
    hint: `Keep a copy of ${location} as evidence, then run the command that verifies the audit trail.`,
    details: { reason: 'damaged_event', seq, file: location },
  });
