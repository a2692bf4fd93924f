import { onTestFinished } from 'vitest';
import { createAuditTrail, type AuditTrailParts } from '../../src/audit/create-audit-trail.ts';
import type { AuditTrail } from '../../src/audit/types.ts';
import type { Log } from '../../src/plugin/context.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { now } from '../store/fixtures.ts';

export interface Logged {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: object;
}

/** A log that keeps what it is told. */
export const keepingLog = (): { log: Log; logged: Logged[] } => {
  const logged: Logged[] = [];
  const at = (level: keyof Log) => (fields: object, message: string) => void logged.push({ level, message, fields });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, logged };
};

/** A trail over a store, in memory when none is given; closed with the test. */
export const newTrail = (parts: Partial<AuditTrailParts> = {}): { trail: AuditTrail; store: Store; logged: Logged[] } => {
  const store = parts.store ?? memoryStore();
  const { log, logged } = keepingLog();
  const trail = createAuditTrail({ store, clock: { now: () => now }, logger: log, ...parts });
  onTestFinished(() => trail.close());
  return { trail, store, logged };
};

/** The same store, which also tells how many events each append had, and lets appends wait. */
export const watched = (store: Store): { store: Store; batches: number[]; hold: () => () => void } => {
  const batches: number[] = [];
  let gate = Promise.resolve();
  return {
    batches,
    store: {
      ...store,
      append: async (drafts) => {
        batches.push(drafts.length);
        await gate;
        return store.append(drafts);
      },
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
};
