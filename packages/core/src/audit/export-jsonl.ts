import type { EventQuery, Store } from '../store/store.ts';
import { eventPages } from './event-pages.ts';

/** The events that fit the query, oldest first, each as a line of JSON that ends with a newline. */
export const exportJsonl = async function* ({
  store,
  ...query
}: { store: Store } & Omit<EventQuery, 'order' | 'limit'>): AsyncGenerator<string> {
  for await (const page of eventPages({ store, query })) {
    for (const event of page) yield `${JSON.stringify(event)}\n`;
  }
};
