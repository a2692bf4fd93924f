import type { ChainedEvent, EventQuery, Store } from '@lineclear/core';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { exitCodes, ExitError, type ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';
import { listenForStop } from '../stop.ts';
import { onOneLine } from '../terminal/plain.ts';

const options = z.object({
  follow: z.boolean().optional(),
  lines: z.coerce.number().int().min(0).max(10_000),
  json: z.boolean().optional(),
  tool: z.string().optional(),
  profile: z.string().optional(),
  principal: z.string().optional(),
});

const pollMs = 250;

/** Prints the newest events, oldest first, and with `--follow` every later one until a signal. */
export const auditTail = async ({ raw, parts }: { raw: unknown; parts: Parts }): Promise<ExitCode> => {
  const parsed = options.safeParse(raw);
  if (!parsed.success) throw new ExitError({ message: '--lines needs a number from 0 to 10000.', exitCode: exitCodes.usage });
  const { follow, lines, json, tool, profile, principal } = parsed.data;
  const { stdout } = parts.surroundings;
  const store = await parts.store();
  const filter: EventQuery = {
    ...(tool === undefined ? {} : { tool }),
    ...(profile === undefined ? {} : { profile }),
    ...(principal === undefined ? {} : { principal }),
  };
  const print = (events: readonly ChainedEvent[]): void => {
    for (const event of events) stdout.write(json === true ? `${JSON.stringify(event)}\n` : `${lineOf(event)}\n`);
  };
  const { seq } = await store.head();
  const newest = lines === 0 ? [] : await store.events({ ...filter, order: 'desc', limit: lines });
  print(newest.toReversed());
  // An event that came between the two questions must not be printed twice.
  if (follow === true) await followFrom({ seq: Math.max(seq, newest[0]?.seq ?? 0), filter, store, print, parts });
  return exitCodes.ok;
};

const followFrom = async ({
  seq,
  filter,
  store,
  print,
  parts,
}: {
  seq: number;
  filter: EventQuery;
  store: Store;
  print: (events: readonly ChainedEvent[]) => void;
  parts: Parts;
}): Promise<void> => {
  const stopping = listenForStop({ surroundings: parts.surroundings, log: parts.log });
  const leaving = new AbortController();
  void stopping.asked.then(() => leaving.abort());
  parts.surroundings.stderr.write('following; Ctrl-C stops\n');
  let afterSeq = seq;
  while (!leaving.signal.aborted) {
    const events = await store.events({ ...filter, afterSeq, order: 'asc', limit: 1_000 });
    print(events);
    afterSeq = events.at(-1)?.seq ?? afterSeq;
    if (events.length < 1_000) await wait(pollMs, undefined, { signal: leaving.signal }).catch(() => {});
  }
  stopping.release();
};

const lineOf = (event: ChainedEvent): string =>
  [
    String(event.seq).padStart(6),
    event.time,
    event.event.padEnd(10),
    event.tool ?? event.approver ?? '-',
    event.profile ?? '-',
    event.principal ?? '-',
    event.outcome ?? '',
    event.duration_ms === undefined ? '' : `${event.duration_ms} ms`,
    event.plan_id === undefined ? '' : `plan ${event.plan_id.slice(0, 8)}`,
  ]
    .filter((part) => part !== '')
    .map(onOneLine)
    .join('  ');
