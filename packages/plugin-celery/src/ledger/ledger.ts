import type { PluginState } from '@lineclear/core/plugin';
import * as z from 'zod';

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
  expected_s: z.number().optional(),
  expires_at: z.int().optional(),
  eta_at: z.int().optional(),
  parent: z.string().optional(),
  retry_of: z.string().optional(),
  cancelled_at: z.int().optional(),
});

/** What is remembered of a task that was started here. Arguments are not kept: they may hold what nobody should store. */
export type LedgerEntry = z.infer<typeof entry>;

/**
 * The tasks that were started here, in the plugin's durable state: `task/<id>`, and `by/<principal>/<newest first>/<id>` to find those of
 * one caller. What another version wrote and this one cannot read counts as absent.
 */
export const ledgerOf = (state: PluginState) => {
  const get = async (taskId: string): Promise<LedgerEntry | undefined> => parse(await state.get(taskKey(taskId)));
  return {
    get,
    /** True for whoever comes first: only that one may send the task. */
    claim: async ({ taskId, ...fields }: { taskId: string } & LedgerEntry): Promise<boolean> => {
      if (!(await state.create(taskKey(taskId), fields))) return false;
      await state.set(callerKey({ taskId, principal: fields.principal, at: fields.at }), { at: fields.at });
      return true;
    },
    /** Changes fields of an entry that exists. */
    update: async ({ taskId, ...fields }: { taskId: string } & Partial<LedgerEntry>): Promise<void> => {
      const known = await get(taskId);
      if (known !== undefined) await state.set(taskKey(taskId), { ...known, ...fields });
    },
    /** The newest tasks of one caller, newest first. */
    of: async ({
      principal,
      limit,
    }: {
      principal: string;
      limit: number;
    }): Promise<readonly { readonly taskId: string; readonly entry: LedgerEntry }[]> => {
      const keys = await state.list({ prefix: callerPrefix(principal), limit });
      const taskIds = keys.map(({ key }) => key.slice(key.lastIndexOf('/') + 1));
      const entries = await Promise.all(taskIds.map(get));
      return taskIds.flatMap((taskId, index) => {
        const found = entries[index];
        return found === undefined ? [] : [{ taskId, entry: found }];
      });
    },
    forget: async (taskId: string): Promise<void> => {
      const known = await get(taskId);
      await state.delete(taskKey(taskId));
      if (known !== undefined) await state.delete(callerKey({ taskId, ...known }));
    },
  };
};
export type Ledger = ReturnType<typeof ledgerOf>;

const parse = (value: unknown): LedgerEntry | undefined => {
  const found = entry.safeParse(value);
  return found.success ? found.data : undefined;
};

const taskKey = (taskId: string): string => `task/${taskId}`;

// The state lists in the order of keys, so a key that falls as time passes puts the newest first.
const callerKey = ({ taskId, principal, at }: { taskId: string; principal: string; at: number }): string =>
  `${callerPrefix(principal)}${(9_999_999_999_999 - at).toString().padStart(13, '0')}/${taskId}`;

// Encoded, so that no principal is the beginning of another.
const callerPrefix = (principal: string): string => `by/${encodeURIComponent(principal)}/`;
