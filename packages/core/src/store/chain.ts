import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import type { ChainedEvent, EventDraft, Head } from './event.ts';

/** The head of a chain without events. */
export const emptyHead: Head = { seq: 0, hash: '0'.repeat(64) };

/** An event with the text that its hash covers. */
export interface Link {
  readonly event: ChainedEvent;
  /** Canonical JSON of everything but `hash`. */
  readonly body: string;
}

/** Continues a chain: each event gets the next seq and the hash of the one before it. */
export const chainEvents = ({ drafts, head }: { drafts: readonly EventDraft[]; head: Head }): readonly Link[] => {
  let { seq, hash } = head;
  return drafts.map((draft) => {
    seq += 1;
    // A draft from untyped code could carry a hash of its own, which must not become part of what is hashed.
    const link = linkOf({ ...draft, seq, prev_hash: hash, hash: undefined });
    hash = link.event.hash;
    return link;
  });
};

/** What the hash of this event has to be. */
export const hashOf = (event: ChainedEvent): string => sha256Hex(canonicalJson({ ...event, hash: undefined }));

type Content = Omit<ChainedEvent, 'hash'> & { readonly hash?: undefined };

const linkOf = (content: Content): Link => {
  const text = textOf(content);
  const recorded = text === undefined ? recordable(content) : content;
  const body = text ?? canonicalJson(recorded);
  return { event: { ...recorded, hash: sha256Hex(body) }, body };
};

const textOf = (value: unknown): string | undefined => {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
};

/**
 * The same event with every field that JSON cannot say replaced. Callers choose what their clients and arguments are called:
 * a lone surrogate in one of them must not keep a call out of the audit trail.
 */
const recordable = (content: Content): Content => {
  const fields = Object.entries(content).map(([name, value]: [string, unknown]) => [name, recordableField(value)]);
  return { ...content, ...Object.fromEntries(fields) };
};

const recordableField = (value: unknown): unknown => {
  if (textOf(value) !== undefined) return value;
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'object' ? { not_recorded: 'not a JSON value' } : undefined;
};
