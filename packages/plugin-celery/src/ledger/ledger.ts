import type { PluginState } from '@lineclear/core/plugin';
import * as z from 'zod';
import { ageKey, agePrefix, attemptKey, callerKey, callerPrefix, cancelledKey, openKey, openPrefix, taskKey } from './keys.ts';

const entry = z.object({
  /** Undefined for tasks that were started by their Celery name. */
  task_type: z.string().optional(),
  task_name: z.string(),
  queue: z.string(),
  principal: z.string(),
  /** Milliseconds since the epoch: when it was about to be sent. */
  at: z.int(),
  /** `sending` until the broker has it: whether it was sent is not known then. */
  state: z.enum(['sending', 'sent', 'not_sent']),
  /** Compares starts under one idempotency key. */
  digest: z.string(),
  /** Which try at sending it this is, for those that were tried more than once. */
  attempt: z.int().optional(),
  /** Its sender gave up waiting for the broker, which may take it at any time. */
  may_arrive: z.boolean().optional(),
  /** Where the rpc result backend of its sender reads. */
  reply_to: z.string().optional(),
  expected_s: z.number().optional(),
  expires_at: z.int().optional(),
  eta_at: z.int().optional(),
  /** The step before it in a chain. */
  parent: z.string().optional(),
  retry_of: z.string().optional(),
});

/** What is remembered of a task that was started here. Arguments are not kept: they may hold what nobody should store. */
export type LedgerEntry = z.infer<typeof entry>;

export interface LedgerItem {
  readonly taskId: string;
  readonly entry: LedgerEntry;
}

/** Whose tasks, and how many at most. */
export interface LedgerQuery {
  readonly principal: string;
  readonly limit: number;
}

const cancellationNote = z.object({
  /** When it was asked for, in milliseconds since the epoch. */
  at: z.int(),
  /** Its message was taken out of its queue: no worker can have it. */
  removed: z.boolean(),
});

/** What is remembered of a cancellation, whoever started the task. */
export type CancellationNote = Readonly<z.infer<typeof cancellationNote>>;

/** How long a task is remembered, in milliseconds: 30 days. An idempotency key stands as long. */
const keptMs = 30 * 86_400_000;
/** Entries that are looked at for their age when a new one is made: the ledger shrinks faster than it grows. */
const checkedForAge = 3;

/**
 * What was done here to tasks, in the plugin's durable state: `task/<id>` for those that were started, `by/<principal>/<newest first>/<id>`
 * to find those of one caller, `open/<principal>/<id>` for those that are not known to have ended, `cancelled/<id>` for those whose
 * cancellation was asked for, whoever started them, and `age/<oldest first>/<id>` to forget them in time. What another version wrote and
 * this one cannot read counts as absent.
 */
export const ledgerOf = (state: PluginState) => {
  const get = async (taskId: string): Promise<LedgerEntry | undefined> => parse(await state.get(taskKey(taskId)));
  const items = async ({ prefix, limit }: { prefix: string; limit: number }): Promise<readonly LedgerItem[]> => {
    const keys = await state.list({ prefix, limit });
    const taskIds = keys.map(({ key }) => key.slice(key.lastIndexOf('/') + 1));
    const entries = await Promise.all(taskIds.map(get));
    return taskIds.flatMap((taskId, index) => {
      const found = entries[index];
      return found === undefined ? [] : [{ taskId, entry: found }];
    });
  };
  const update = async ({ taskId, ...fields }: { taskId: string } & Partial<LedgerEntry>): Promise<void> => {
    const known = await get(taskId);
    if (known !== undefined) await state.set(taskKey(taskId), { ...known, ...fields });
  };
  const forget = async (taskId: string): Promise<void> => {
    const known = await get(taskId);
    await state.delete(cancelledKey(taskId));
    await state.delete(taskKey(taskId));
    for (let attempt = known?.attempt ?? 0; attempt > 0; attempt -= 1) await state.delete(attemptKey({ taskId, attempt }));
    if (known === undefined) return;
    await state.delete(callerKey({ taskId, ...known }));
    await state.delete(openKey({ taskId, ...known }));
  };
  /** Notes a task's age, and forgets some of those that are too old. */
  const age = async ({ taskId, at }: { taskId: string; at: number }): Promise<void> => {
    await state.set(ageKey({ taskId, at }), { task_id: taskId, at });
    for (const { key, value } of await state.list({ prefix: agePrefix, limit: checkedForAge })) {
      const old = aged.safeParse(value);
      if (old.success && old.data.at > at - keptMs) return;
      if (old.success) await forget(old.data.task_id);
      await state.delete(key);
    }
  };
  return {
    get,
    /** True for whoever comes first: only that one may send the task. */
    claim: async ({ taskId, ...fields }: { taskId: string } & LedgerEntry): Promise<boolean> => {
      if (!(await state.create(taskKey(taskId), fields))) return false;
      const { principal, at } = fields;
      await state.set(callerKey({ taskId, principal, at }), { at });
      await state.set(openKey({ taskId, principal }), { at });
      await age({ taskId, at });
      return true;
    },
    /** The same for one that was not sent: true for whoever comes first with this attempt. */
    claimAgain: async ({ taskId, ...fields }: { taskId: string; attempt: number } & LedgerEntry): Promise<boolean> => {
      const { attempt, at } = fields;
      if (!(await state.create(attemptKey({ taskId, attempt }), at))) return false;
      await update({ taskId, ...fields, state: 'sending' });
      return true;
    },
    /** When somebody claimed this attempt, in milliseconds since the epoch. */
    attemptedAt: async (attempt: { taskId: string; attempt: number }): Promise<number> => {
      const at = await state.get(attemptKey(attempt));
      return typeof at === 'number' ? at : 0;
    },
    /** Changes fields of an entry that exists. */
    update,
    /** The newest tasks of one caller, newest first. */
    of: ({ principal, limit }: LedgerQuery): Promise<readonly LedgerItem[]> => items({ prefix: callerPrefix(principal), limit }),
    /** The tasks of one caller that are not known to have ended, in no order. */
    openOf: ({ principal, limit }: LedgerQuery): Promise<readonly LedgerItem[]> =>
      items({ prefix: openPrefix(principal), limit }),
    /** Notes that a task ended, so that it is not asked about again. */
    end: async ({ taskId, principal }: { taskId: string; principal: string }): Promise<void> => {
      await state.delete(openKey({ taskId, principal }));
    },
    /** Notes that the cancellation of a task was asked for; undefined takes the note back. */
    noteCancelled: async ({ taskId, note }: { taskId: string; note: CancellationNote | undefined }): Promise<void> => {
      if (note === undefined) {
        await state.delete(cancelledKey(taskId));
        return;
      }
      await state.set(cancelledKey(taskId), note);
      await age({ taskId, at: note.at });
    },
    cancellationOf: async (taskId: string): Promise<CancellationNote | undefined> => {
      const found = cancellationNote.safeParse(await state.get(cancelledKey(taskId)));
      return found.success ? found.data : undefined;
    },
  };
};
export type Ledger = ReturnType<typeof ledgerOf>;

const parse = (value: unknown): LedgerEntry | undefined => {
  const found = entry.safeParse(value);
  return found.success ? found.data : undefined;
};

const aged = z.object({ task_id: z.string(), at: z.int() });
