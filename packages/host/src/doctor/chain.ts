import { type Anchor, type Store, verify } from '@lineclear/core';
import type { Finding } from './finding.ts';

/** Whether the audit chain is whole, as far as it can be proved. */
export const chainFinding = async ({ store, anchor }: { store: Store; anchor: Anchor }): Promise<Finding> => {
  const what = 'audit trail';
  try {
    const verdict = await verify({ store, anchor });
    if (verdict.status === 'broken') {
      return {
        what,
        status: 'fail',
        detail: `event ${verdict.seq}: ${verdict.reason}`,
        fix: 'Keep a copy of the store and look into it: audit verify, audit export.',
      };
    }
    if (verdict.events === 0) return { what, status: 'ok', detail: `empty; the head is also kept in ${anchor.location}` };
    const tail = verdict.anchored
      ? `up to the last, by ${anchor.location}`
      : tailText({ anchoredSeq: verdict.anchoredSeq, location: anchor.location });
    return { what, status: 'ok', detail: `${verdict.events} events, proven ${tail}` };
  } catch (error) {
    return {
      what,
      status: 'fail',
      detail: error instanceof Error ? error.message : String(error),
      fix: 'Make the store and the anchor readable for this user.',
    };
  }
};

/** How far a chain is proven whose last event is not kept outside the store. */
export const tailText = ({ anchoredSeq, location }: { anchoredSeq: number | undefined; location: string }): string =>
  anchoredSeq === undefined
    ? `in itself; the tail is not provable by ${location}`
    : `up to event ${anchoredSeq} by ${location}; the tail after it is not provable`;
