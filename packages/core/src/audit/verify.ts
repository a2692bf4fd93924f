import { emptyHead, hashOf } from '../store/chain.ts';
import type { ChainedEvent, Head } from '../store/event.ts';
import { damagedSeq } from '../store/stored-event.ts';
import type { Store } from '../store/store.ts';
import { eventPages } from './event-pages.ts';
import type { Anchor, Verdict } from './types.ts';
import { Witnesses } from './witnesses.ts';

export interface VerifyOptions {
  readonly store: Store;
  readonly anchor?: Anchor | undefined;
  /** What a receipt says of the chain: it proves everything up to its seq. */
  readonly receipt?: Head | undefined;
  /** Reads no further than this, or than the receipt. */
  readonly untilSeq?: number | undefined;
}

/**
 * Reads the whole chain, page by page, and finds the first event that was edited, removed, inserted or moved. A tail that was cut, or a
 * chain that was written anew, shows against the anchor and the receipt only. Rejects with `audit_unavailable` when it cannot be read.
 */
export const verify = async ({ store, anchor, receipt, untilSeq }: VerifyOptions): Promise<Verdict> => {
  const witnesses = new Witnesses({ store, anchor });
  const lastSeq = Math.max(untilSeq ?? Number.POSITIVE_INFINITY, receipt?.seq ?? 0);
  try {
    return await walk({ store, witnesses, receipt, lastSeq });
  } catch (error) {
    const seq = damagedSeq(error);
    if (seq === undefined) throw error;
    return broken(seq, 'its text is not one event: it was edited');
  } finally {
    await witnesses.close();
  }
};

const walk = async ({
  store,
  witnesses,
  receipt,
  lastSeq,
}: {
  store: Store;
  witnesses: Witnesses;
  receipt: Head | undefined;
  lastSeq: number;
}): Promise<Verdict> => {
  const pages = eventPages({ store, query: {} });
  let head = emptyHead;
  let page: readonly ChainedEvent[] = [];
  for (;;) {
    // Before the next page is read: a head that is known now stands for an event that must be in the store by then.
    const { differs, ahead } = await witnesses.compare({ head, page });
    if (differs !== undefined)
      return broken(differs.seq, 'the anchor has seen another event here: the chain was cut or written anew');
    const next = head.seq < lastSeq ? await pages.next() : undefined;
    if (next === undefined || next.done === true) {
      const cut =
        next === undefined ? undefined : (ahead ?? (receipt !== undefined && receipt.seq > head.seq ? receipt : undefined));
      if (cut !== undefined)
        return broken(head.seq + 1, `the chain ends before it, but event ${cut.seq} is known: the tail was cut`);
      return sound({ head, provenSeq: Math.max(witnesses.confirmedSeq, receipt?.seq ?? 0) });
    }
    page = next.value;
    for (const event of page) {
      const reason = problemOf({ event, head, receipt });
      if (reason !== undefined) return broken(head.seq + 1, reason);
      head = { seq: event.seq, hash: event.hash };
      if (head.seq >= lastSeq) break;
    }
  }
};

const problemOf = ({
  event,
  head,
  receipt,
}: {
  event: ChainedEvent;
  head: Head;
  receipt: Head | undefined;
}): string | undefined => {
  if (!fitsItsHash(event)) return 'its content does not fit its hash: it was edited';
  if (event.seq !== head.seq + 1) return `event ${event.seq} stands in its place: events were removed, inserted or moved`;
  if (event.prev_hash !== head.hash) return 'it does not follow the event before it: one of the two was replaced';
  if (event.seq === receipt?.seq && event.hash !== receipt.hash)
    return 'the receipt is of another event: the chain was written anew';
  return undefined;
};

const fitsItsHash = (event: ChainedEvent): boolean => {
  try {
    return hashOf(event) === event.hash;
  } catch {
    // Only edited text holds what canonical JSON refuses.
    return false;
  }
};

const broken = (seq: number, reason: string): Verdict => ({ status: 'broken', seq, reason });

const sound = ({ head, provenSeq }: { head: Head; provenSeq: number }): Verdict => ({
  status: 'ok',
  events: head.seq,
  head,
  anchored: head.seq > 0 && provenSeq === head.seq,
  ...(provenSeq === 0 ? {} : { anchoredSeq: provenSeq }),
});
