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

/** An event with the fields that queries ask for, which are not parsed for every event of every query. */
interface KeptEvent extends StoredEvent {
  readonly facts: Facts;
}

type Facts = Pick<ChainedEvent, 'time' | 'tool' | 'plugin' | 'profile' | 'principal' | 'plan_id' | 'event'>;

/** The whole store in memory: it ends with the process. Keeps the newest 50,000 events and the newest 5,000 finished plans. */
export const memoryStore = (): Store => {
  const stored: KeptEvent[] = [];
  /** A plan's few events are asked for with every receipt; a walk through all events would cost more with each of them. */
  const ofPlan = new Map<string, KeptEvent[]>();
  let head: Head = emptyHead;

  const chain = (drafts: readonly EventDraft[]): readonly ChainedEvent[] => {
    const links = chainEvents({ drafts, head });
    for (const { event, body } of links) {
      const entry = { seq: event.seq, hash: event.hash, body, facts: factsOf(event) };
      stored.push(entry);
      if (event.plan_id !== undefined) ofPlan.set(event.plan_id, [...(ofPlan.get(event.plan_id) ?? []), entry]);
    }
    const last = links.at(-1)?.event;
    if (last !== undefined) head = { seq: last.seq, hash: last.hash };
    // Cut in large steps, because every cut moves the whole list.
    if (stored.length > keptEvents * 1.2) {
      stored.splice(0, stored.length - keptEvents);
      const oldest = stored[0]?.seq ?? 0;
      for (const [plan, entries] of ofPlan) if ((entries.at(-1)?.seq ?? 0) < oldest) ofPlan.delete(plan);
    }
    return links.map((link) => link.event);
  };

  return {
    location,
    id: randomUUID(),
    key: randomBytes(32),
    append: async (drafts) => chain(drafts),
    head: async () => head,
    events: async (query) => select({ stored: query.planId === undefined ? stored : (ofPlan.get(query.planId) ?? []), query }),
    ...createMemoryPlans({ chain }),
    ...createMemoryState(),
    close: async () => {},
  };
};

const select = ({ stored, query }: { stored: readonly KeptEvent[]; query: EventQuery }): readonly ChainedEvent[] => {
  const ascending = query.order === 'asc';
  const limit = query.limit ?? 100;
  const first = firstAfter({ stored, seq: query.afterSeq });
  const since = query.since === undefined ? undefined : new Date(query.since).toISOString();
  const found: ChainedEvent[] = [];
  for (let step = 0; step < stored.length - first && found.length < limit; step++) {
    const entry = stored[ascending ? first + step : stored.length - 1 - step];
    if (entry === undefined) break;
    const { facts } = entry;
    const isAsked = (since === undefined || facts.time >= since) && fits({ facts, query });
    if (isAsked) found.push(readEvent({ stored: entry, location }));
  }
  return found;
};

const firstAfter = ({ stored, seq = 0 }: { stored: readonly StoredEvent[]; seq: number | undefined }): number => {
  const last = stored.at(-1);
  if (last === undefined || last.seq <= seq) return stored.length;
  // Seqs grow by at least one a step, so the place is at most this far from the start.
  let first = Math.min(stored.length - 1, Math.max(0, seq + 1 - (stored[0]?.seq ?? 1)));
  while (first > 0 && (stored[first - 1]?.seq ?? 0) > seq) first -= 1;
  while ((stored[first]?.seq ?? 0) <= seq) first += 1;
  return first;
};

const factsOf = ({ time, tool, plugin, profile, principal, plan_id, event }: ChainedEvent): Facts => ({
  time,
  tool,
  plugin,
  profile,
  principal,
  plan_id,
  event,
});

const fits = ({ facts, query }: { facts: Facts; query: EventQuery }): boolean =>
  (query.tool === undefined || facts.tool === query.tool) &&
  (query.plugin === undefined || facts.plugin === query.plugin) &&
  (query.profile === undefined || facts.profile === query.profile) &&
  (query.principal === undefined || facts.principal === query.principal) &&
  (query.planId === undefined || facts.plan_id === query.planId) &&
  (query.event === undefined || facts.event === query.event);
