import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChainedEvent } from '../store/event.ts';
import type { EventQuery, Store } from '../store/store.ts';

const pageSize = 500;

/** Reads events oldest first, a page at a time, and lets the event loop go on in between. */
export const eventPages = async function* ({
  store,
  query,
}: {
  store: Store;
  query: Omit<EventQuery, 'order' | 'limit'>;
}): AsyncGenerator<readonly ChainedEvent[]> {
  let afterSeq = query.afterSeq;
  for (;;) {
    const page = await store.events({ ...query, ...(afterSeq === undefined ? {} : { afterSeq }), order: 'asc', limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    // A forged seq must not lead back to where the reading has been.
    if (afterSeq !== undefined && last.seq <= afterSeq) return;
    afterSeq = last.seq;
    await nextTurn();
  }
};
