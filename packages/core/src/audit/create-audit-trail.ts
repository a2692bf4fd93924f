import type { Clock, Log } from '../plugin/context.ts';
import type { Store } from '../store/store.ts';
import { Anchoring } from './anchoring.ts';
import { Delivery } from './delivery.ts';
import { EventQueue } from './event-queue.ts';
import type { Anchor, AuditHook, AuditTrail } from './types.ts';

export interface AuditTrailParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Log;
  readonly anchor?: Anchor | undefined;
  readonly hook?: AuditHook | undefined;
}

/**
 * The audit trail of one process over a store that many may share. Reads wait at most 50 ms or for 255 others: a crash loses that one
 * batch, and more (4,096 at most) only while another process holds the store. Hook and anchor hear of what is durable and can neither
 * fail nor delay a call.
 */
export const createAuditTrail = ({ store, clock, logger, anchor, hook }: AuditTrailParts): AuditTrail => {
  const delivery = hook === undefined ? undefined : new Delivery({ hook, logger });
  const anchoring = anchor === undefined ? undefined : new Anchoring({ anchor, logger });
  const announce: AuditTrail['announce'] = (events) => {
    delivery?.push(events);
    anchoring?.note(events);
  };
  const queue = new EventQueue({ store, clock, logger, onWritten: announce });
  const flush = async () => {
    // The failure is logged and shows in `healthy`.
    await queue.add([]).catch(() => {});
  };

  return {
    record: (event) => queue.addRead(event),
    append: (events) => queue.add(events),
    announce,
    query: async (query) => {
      await flush();
      return store.events(query);
    },
    get healthy() {
      return queue.healthy;
    },
    get anchorHealthy() {
      return anchoring?.healthy ?? true;
    },
    flush,
    close: async () => {
      await flush();
      queue.stop();
      await Promise.all([delivery?.settle(), anchoring?.settle()]);
    },
  };
};
