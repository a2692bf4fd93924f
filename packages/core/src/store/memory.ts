import { randomBytes, randomUUID } from 'node:crypto';
import { chainEvents, emptyHead } from './chain.ts';
import type { ChainedEvent, EventDraft, Head } from './event.ts';
import { createMemoryPlans } from './memory-plans.ts';
import { createMemoryState } from './memory-state.ts';
import { readEvent, type StoredEvent } from './stored-event.ts';
import type { EventQuery, Store } from './store.ts';

const location = 'memory';
/** A process without a file must not grow for ever: the oldest events are forgotten beyond this, and `verify` says so. */
const keptEvents = 50_000;

/** The whole store in memory: it ends with the process. Keeps the newest 50,000 events and the newest 5,000 finished plans. */
export const memoryStore = (): Store => {
  const stored: StoredEvent[] = [];
  let head: Head = emptyHead;

  const chain = (drafts: readonly EventDraft[]): readonly ChainedEvent[] => {
    const links = chainEvents({ drafts, head });
    for (const { event, body } of links) stored.push({ seq: event.seq, hash: event.hash, body });
    const last = links.at(-1)?.event;
    if (last !== undefined) head = { seq: last.seq, hash: last.hash };
    // Cut in large steps, because every cut moves the whole list.
    if (stored.length > keptEvents * 1.2) stored.splice(0, stored.length - keptEvents);
    return links.map((link) => link.event);
  };

  return {
    location,
    id: randomUUID(),
    key: randomBytes(32),
    append: async (drafts) => chain(drafts),
    head: async () => head,
    events: async (query) => select({ stored, query }),
    ...createMemoryPlans({ chain }),
    ...createMemoryState(),
    close: async () => {},
  };
};

const select = ({ stored, query }: { stored: readonly StoredEvent[]; query: EventQuery }): readonly ChainedEvent[] => {
  const ascending = query.order === 'asc';
  const limit = query.limit ?? 100;
  const first = firstAfter({ stored, seq: query.afterSeq });
  const since = query.since === undefined ? undefined : new Date(query.since).toISOString();
  const found: ChainedEvent[] = [];
  for (let step = 0; step < stored.length - first && found.length < limit; step++) {
    const entry = stored[ascending ? first + step : stored.length - 1 - step];
    if (entry === undefined) break;
    const event = readEvent({ stored: entry, location });
    if ((since === undefined || event.time >= since) && fits({ event, query })) found.push(event);
  }
  return found;
};

/** Seqs follow one another without gaps, so the place of one is known. */
const firstAfter = ({ stored, seq }: { stored: readonly StoredEvent[]; seq: number | undefined }): number => {
  const oldest = stored[0]?.seq ?? 1;
  return Math.max(0, (seq ?? 0) + 1 - oldest);
};

const fits = ({ event, query }: { event: ChainedEvent; query: EventQuery }): boolean =>
  (query.tool === undefined || event.tool === query.tool) &&
  (query.plugin === undefined || event.plugin === query.plugin) &&
  (query.profile === undefined || event.profile === query.profile) &&
  (query.principal === undefined || event.principal === query.principal) &&
  (query.planId === undefined || event.plan_id === query.planId) &&
  (query.event === undefined || event.event === query.event);
