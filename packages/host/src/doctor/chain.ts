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
    return { what, status: 'ok', detail: provenText({ ...verdict, location: anchor.location }) };
  } catch (error) {
    return {
      what,
      status: 'fail',
      detail: error instanceof Error ? error.message : String(error),
      fix: 'Make the store and the anchor readable for this user.',
    };
  }
};

/** How many events a whole chain has, and how far it is proven: to its end where the last event is also kept outside the store. */
export const provenText = ({
  events,
  anchored,
  anchoredSeq,
  location,
}: {
  events: number;
  anchored: boolean;
  anchoredSeq?: number | undefined;
  location: string;
}): string => {
  const count = `${events} event${events === 1 ? '' : 's'}`;
  if (anchored) return `${count}, proven up to the last, by ${location}`;
  return anchoredSeq === undefined
    ? `${count}, proven in itself; the tail is not provable by ${location}`
    : `${count}, proven up to event ${anchoredSeq} by ${location}; the tail after it is not provable`;
};
