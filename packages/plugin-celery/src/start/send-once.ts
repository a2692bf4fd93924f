import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger, LedgerEntry, LedgerItem } from '../ledger/ledger.ts';
import { createTurns } from '../limits/turns.ts';
import { withoutEffect } from '../redis/failure.ts';
import { inProgress, keyReused, tookTooLong, unclearStart } from './send-problems.ts';
import { wasSent } from './was-sent.ts';

/** Who claimed a task has so long to send it; afterwards somebody else may, and the first one must not any more. */
const leaseMs = 30_000;
/** How long a start waits for another process that is sending the same task. */
const patienceMs = 3_000;
const stepMs = 50;

/** One task that must not be sent twice, whoever tries and whatever dies on the way. */
export interface Sending {
  readonly reader: CeleryReader;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly taskId: string;
  /** What is remembered of it. */
  readonly entry: LedgerEntry;
  /** Throws where the caller may not start it now. Asked once, before a new task is claimed. */
  readonly admit: () => Promise<void>;
  /** Hands it to the broker. An error with `effect: 'none'` says that the broker has not got it. */
  readonly publish: () => Promise<void>;
}

/** What was sent, and whether it was sent now or before. */
export interface Sent {
  readonly entry: LedgerEntry;
  readonly isNew: boolean;
}

// One caller's starts are admitted one after another, so that together they do not go beyond a limit.
const turns = createTurns();

/**
 * Claims the task in the ledger, sends it, and notes that it was sent. A task that is in the ledger already is not sent again unless it
 * certainly was not sent before. Throws `conflict` (`idempotency_key_reused`) when it is there with other arguments, and
 * `unknown_outcome` where nobody can tell.
 */
export const sendOnce = async (sending: Sending): Promise<Sent> => {
  const { ledger, taskId, entry, admit } = sending;
  const known = await turns({
    key: entry.principal,
    work: async () => {
      const before = await ledger.get(taskId);
      if (before !== undefined) return before;
      await admit();
      return (await ledger.claim({ taskId, ...entry })) ? undefined : ledger.get(taskId);
    },
  });
  return known === undefined ? sendClaimed(sending) : follow({ ...sending, known });
};

/** Claims several new tasks of one caller together, so that all of them count before anybody else is admitted. */
export const claimTogether = ({
  ledger,
  items,
  admit,
}: {
  ledger: Ledger;
  items: readonly LedgerItem[];
  admit: () => Promise<void>;
}): Promise<void> =>
  turns({
    key: items[0]?.entry.principal ?? '',
    work: async () => {
      await admit();
      for (const { taskId, entry } of items) if (!(await ledger.claim({ taskId, ...entry }))) throw inProgress(taskId);
    },
  });

/** Somebody came first. */
const follow = async ({ known: first, ...sending }: Sending & { known: LedgerEntry }): Promise<Sent> => {
  if (first.digest !== sending.entry.digest) throw keyReused(sending.taskId);
  const known = await settled({ ...sending, known: first });
  if (known.state === 'sent') return { entry: known, isNew: false };
  if (known.state === 'not_sent') return takeOver({ ...sending, known });
  const found = await look({ ...sending, known });
  if (found === 'sent') return noteSent({ ...sending, known });
  if (sending.clock.now() - known.at < leaseMs) throw inProgress(sending.taskId);
  if (found === 'not_sent') return takeOver({ ...sending, known });
  throw unclearStart(sending.taskId);
};

/** The entry once another process is done with it, or as it is after some patience. */
const settled = async ({
  ledger,
  taskId,
  clock,
  signal,
  known: first,
}: Sending & { known: LedgerEntry }): Promise<LedgerEntry> => {
  let known = first;
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += stepMs) {
    if (known.state !== 'sending' || clock.now() - known.at >= leaseMs) return known;
    await sleep(stepMs, undefined, { signal });
    known = (await ledger.get(taskId)) ?? known;
  }
  return known;
};

const takeOver = async ({ known, ...sending }: Sending & { known: LedgerEntry }): Promise<Sent> => {
  const { ledger, taskId, clock, admit } = sending;
  await turns({ key: known.principal, work: admit });
  for (let attempt = (known.attempt ?? 1) + 1; ; attempt += 1) {
    // It goes where it would go today, which need not be where it was to go before.
    const next = { ...sending.entry, at: clock.now(), attempt };
    // Of several that see the same entry only one gets this attempt.
    if (await ledger.claimAgain({ taskId, ...next })) return sendClaimed({ ...sending, entry: next });
    // Whoever got it and died before saying so gets out of the way in time.
    if (clock.now() - (await ledger.attemptedAt({ taskId, attempt })) < leaseMs) throw inProgress(taskId);
  }
};

/** Sends a task that the caller of this has claimed, and notes what became of it. */
export const sendClaimed = async (sending: Omit<Sending, 'admit'>): Promise<Sent> => {
  const { clock, entry, taskId, publish } = sending;
  try {
    if (clock.now() - entry.at >= leaseMs) throw tookTooLong(taskId);
    await publish();
  } catch (error) {
    return recover({ ...sending, error });
  }
  return { ...(await noteSent({ ...sending, known: entry })), isNew: true };
};

/** After an error: notes what is certain, and looks for the task where the error does not say. */
const recover = async ({ error, ...sending }: Omit<Sending, 'admit'> & { error: unknown }): Promise<Sent> => {
  const { ledger, taskId, entry } = sending;
  const isNothing = LineclearError.is(error) && error.effect === 'none';
  // A broker that is slow or takes no messages now may have it in a buffer; only a broken connection ends that.
  const known = isNothing || isBroken(error) ? entry : { ...entry, may_arrive: true };
  if (known !== entry) await ledger.update({ taskId, may_arrive: true });
  const found = isNothing ? 'not_sent' : await look({ ...sending, known }).catch(() => 'unclear' as const);
  if (found === 'sent') return { ...(await noteSent({ ...sending, known: entry })), isNew: true };
  if (found === 'unclear') throw error;
  const now = await ledger.get(taskId);
  if (now?.state === 'sending' && now.attempt === entry.attempt) await ledger.update({ taskId, state: 'not_sent' });
  return withoutEffect(Promise.reject(error));
};

const isBroken = (error: unknown): boolean => LineclearError.is(error) && error.code === 'unreachable';

const look = ({ known, ...sending }: Omit<Sending, 'admit'> & { known: LedgerEntry }) =>
  wasSent({ ...sending, entry: known, replyTo: sending.entry.reply_to });

const noteSent = async ({
  ledger,
  taskId,
  known,
}: Pick<Sending, 'ledger' | 'taskId'> & { known: LedgerEntry }): Promise<Sent> => {
  await ledger.update({ taskId, state: 'sent' });
  return { entry: { ...known, state: 'sent' }, isNew: false };
};
