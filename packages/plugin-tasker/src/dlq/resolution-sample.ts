import type { CallContext } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { DlqEntry } from '../schemas/dlq.ts';
import { resolutionStatuses } from '../schemas/states.ts';
import { toPascalCase } from '../schemas/wire.ts';
import { toTenth } from './minutes.ts';

/** The most entries that are read for averages, and how many at a time. */
export const sampleCap = 5_000;
const pageSize = 500;
/** Reading ends after this long: averages of a part are worth more than a call that was given up. */
const readingMs = 30_000;

/** How long resolved entries of each reason took, over the newest of them. */
export interface ResolutionSample {
  readonly byReason: ReadonlyMap<string, Durations>;
  readonly all: Durations;
  readonly scanned: number;
  /** False when more resolved entries exist than were read. */
  readonly complete: boolean;
}
export interface Durations {
  readonly resolved: number;
  readonly averageMinutes: number | null;
}

/**
 * Reads resolved entries in pages, newest first, until there are no more or `sampleCap` were read. Pages of the three ways to be resolved
 * take turns, so that none uses the whole cap. Only sums are kept.
 */
export const sampleResolutions = async ({
  reader,
  signal,
  progress,
  clock,
}: {
  reader: TaskerReader;
} & Pick<CallContext, 'signal' | 'progress' | 'clock'>): Promise<ResolutionSample> => {
  const sums = new Map<string, Sum>();
  // A "pending" entry may carry a time of resolution (the server stamps it with every change), and would count here without this filter.
  let open = resolutionStatuses.filter((status) => status !== 'pending').map((status) => ({ status, offset: 0 }));
  const startedAtMs = clock.now();
  let scanned = 0;
  while (open.length > 0 && scanned < sampleCap && clock.now() - startedAtMs <= readingMs) {
    const [turn, ...waiting] = open;
    if (turn === undefined) break;
    const limit = Math.min(pageSize, sampleCap - scanned);
    const entries = await reader.listDlq({ resolutionStatus: toPascalCase(turn.status), limit, offset: turn.offset, signal });
    for (const entry of entries) add({ sums, entry });
    scanned += entries.length;
    open = entries.length < limit ? waiting : [...waiting, { status: turn.status, offset: turn.offset + entries.length }];
    progress({ progress: scanned, message: `${scanned} resolved entries read` });
  }
  const byReason = new Map([...sums].map(([reason, sum]) => [reason, toDurations([sum])]));
  return { byReason, all: toDurations([...sums.values()]), scanned, complete: open.length === 0 };
};

interface Sum {
  readonly minutes: number;
  readonly resolved: number;
}

const add = ({ sums, entry }: { sums: Map<string, Sum>; entry: DlqEntry }): void => {
  const minutes = (Date.parse(entry.resolution_timestamp ?? '') - Date.parse(entry.dlq_timestamp)) / 60_000;
  if (Number.isNaN(minutes) || minutes < 0) return;
  const sum = sums.get(entry.dlq_reason) ?? { minutes: 0, resolved: 0 };
  sums.set(entry.dlq_reason, { minutes: sum.minutes + minutes, resolved: sum.resolved + 1 });
};

const toDurations = (sums: readonly Sum[]): Durations => {
  const resolved = sums.reduce((count, sum) => count + sum.resolved, 0);
  const minutes = sums.reduce((whole, sum) => whole + sum.minutes, 0);
  return { resolved, averageMinutes: resolved === 0 ? null : toTenth(minutes / resolved) };
};
