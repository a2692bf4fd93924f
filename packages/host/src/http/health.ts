import { setTimeout as wait } from 'node:timers/promises';
import type { AuditTrail, Store } from '@lineclear/core';

const answerMs = 2_000;

/** What `/health/ready` says; nothing in it is secret. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly store: 'ok' | 'failing'; readonly audit: 'ok' | 'failing'; readonly server: 'ok' | 'stopping' };
}

/**
 * Tells whether calls would be served: the store takes writes, the audit trail keeps up and the server is not stopping.
 * The store is asked at most once per second, however often anyone asks here, and one that has not answered within 2 s is failing:
 * probes wait no longer.
 */
export const createReadiness = ({
  store,
  audit,
  isStopping,
  now,
}: {
  store: Store;
  audit: AuditTrail;
  isStopping: () => boolean;
  now: () => number;
}): (() => Promise<Readiness>) => {
  let last: { at: number; isOver: boolean; isWritable: Promise<boolean> } | undefined;
  const isWritable = (): Promise<boolean> => {
    if (last === undefined || (last.isOver && now() - last.at >= 1_000)) {
      const asked = { at: now(), isOver: false, isWritable: tryWriting({ store, now }) };
      void asked.isWritable.then(() => {
        asked.isOver = true;
      });
      last = asked;
    }
    return Promise.race([last.isWritable, wait(answerMs, false, { ref: false })]);
  };
  return async () => {
    const checks: Readiness['checks'] = {
      store: (await isWritable()) ? 'ok' : 'failing',
      audit: audit.healthy ? 'ok' : 'failing',
      server: isStopping() ? 'stopping' : 'ok',
    };
    return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
  };
};

const tryWriting = async ({ store, now }: { store: Store; now: () => number }): Promise<boolean> => {
  try {
    await store.setState('host/health', 'ready', now());
    return true;
  } catch {
    return false;
  }
};
