import { setTimeout as pause } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryWriter } from '../client/celery-writer.ts';
import type { Answers } from '../control/inspect.ts';
import { revoke } from '../control/orders.ts';
import type { TaskResult } from '../results/results.ts';
import { hearEnd } from './hear-end.ts';
import type { Ask, Sighting } from './look.ts';
import { look, poolAt } from './look.ts';
import type { Wish } from './means.ts';
import { isSoft } from './means.ts';
import type { Cancellation, Verdict } from './outcome.ts';
import { toCancellation } from './outcome.ts';
import type { Place, PlaceGuard } from './place.ts';
import { guardOf, isSamePlace } from './place.ts';
import { refusalOf } from './refusal.ts';
import { openVerdict, verdictOf } from './verdict.ts';

/** How long a cancellation looks for its effect, in milliseconds: a worker may miss the end of a process for five seconds, a busy one longer. */
const confirmMs = 10_000;
/** Messages of one task that are taken out of its queue; more would be somebody's mistake. */
const maxCopies = 10;

interface Order extends Omit<Ask, 'reader'> {
  readonly writer: CeleryWriter;
  readonly guard: PlaceGuard;
  readonly wish: Wish;
}

/**
 * Cancels a task where it was seen, and finds out whether that worked. Throws `conflict` without effect where it has moved on
 * meanwhile. A task that is not known is never revoked: newer workers would invent a record of it.
 */
export const carryOut = async (order: Order): Promise<Cancellation> => {
  const ask: Ask = { ...order, reader: order.writer.reader };
  const { guard, taskId, ledger, clock } = order;
  const before = guard.queue === null ? await lookClosely({ order, ask }) : undefined;
  const [known, formerly] = await Promise.all([ledger.get(taskId), ledger.cancellationOf(taskId)]);
  // Noted first: should the answer be lost, the trail is there. Whatever else is found of the task counts more.
  await ledger.noteCancelled({ taskId, note: { at: clock.now(), removed: false } });
  const takeBack = () => ledger.noteCancelled({ taskId, note: formerly });
  try {
    const { verdict, workers } =
      before === undefined
        ? await removeFromQueue({ order, ask, queue: guard.queue ?? '' })
        : await tellWorkers({ order, ask, before });
    if (verdict.outcome !== 'cancelled') await takeBack();
    else if (known !== undefined) await ledger.end({ taskId, principal: known.principal });
    return toCancellation({ taskId, verdict, workers, nowMs: clock.now() });
  } catch (error) {
    if (LineclearError.is(error) && error.effect === 'none') await takeBack();
    throw error;
  }
};

interface Closeup {
  readonly sighting: Sighting;
  readonly place: Extract<Place, { kind: 'taken' | 'running' }>;
  readonly pool: Awaited<ReturnType<typeof poolAt>>;
}

/** The place once more, with the process that is to be ended. */
const lookClosely = async ({ order: { guard, wish }, ask }: { order: Order; ask: Ask }): Promise<Closeup> => {
  const sighting = await look(ask);
  const { place } = sighting;
  const pool = await poolAt({ ...ask, place });
  const refusal = refusalOf({ sighting, pool: pool?.pool, terminate: wish.terminate });
  if (refusal !== undefined || !isSamePlace(guardOf(place), guard)) throw moved();
  if (place.kind !== 'taken' && place.kind !== 'running') throw moved();
  return { sighting, place, pool };
};

interface Done {
  readonly verdict: Verdict;
  readonly workers: Sighting['evidence']['workers'];
}

const removeFromQueue = async ({ order, ask, queue }: { order: Order; ask: Ask; queue: string }): Promise<Done> => {
  const { writer, taskId, signal, ledger, clock } = order;
  const remove = () => writer.broker.remove({ queue, taskId, signal });
  if (!(await remove())) throw moved();
  // What goes wrong from here on does not undo what is done.
  await ledger.noteCancelled({ taskId, note: { at: clock.now(), removed: true } }).catch(() => undefined);
  // A task that was delivered again may wait twice.
  for (let copies = 1; copies < maxCopies && (await remove().catch(() => false)); copies += 1);
  const { known, silent, answers } = await toWorkers({ order, ask, sent: undefined }).catch(() => nobodyTold);
  const workers = { known, answered: [...answers.keys()], silent };
  const verdict = { outcome: 'cancelled', state: 'revoked', message: 'It was removed from its queue and will not run.' } as const;
  return { verdict, workers };
};

const nobodyTold: Answers<string> = { answers: new Map(), refused: new Map(), known: 0, silent: [], complete: true };

const tellWorkers = async ({ order, ask, before }: { order: Order; ask: Ask; before: Closeup }): Promise<Done> => {
  const { place, pool } = before;
  const sent = order.wish.terminate && (place.kind === 'running' || pool?.pool === 'prefork') ? order.wish.signal : undefined;
  const timeoutMs = ask.reader.question({ signal: ask.signal }).timeoutMs + confirmMs;
  const hearing = sent !== undefined && isSoft(sent) ? await hearEnd({ ask, timeoutMs }) : undefined;
  try {
    return await tellAndLook({ order, ask, before, sent, heard: () => hearing?.end() });
  } finally {
    hearing?.stop();
  }
};

const tellAndLook = async ({
  order,
  ask,
  before: { place, sighting },
  sent,
  heard,
}: {
  order: Order;
  ask: Ask;
  before: Closeup;
  sent: Wish['signal'] | undefined;
  heard: () => TaskResult | undefined;
}): Promise<Done> => {
  const told = await toWorkers({ order, ask, sent, seen: sighting.evidence.workers.answered });
  const isNoted = place.worker === undefined ? told.complete && told.known > 0 : told.answers.has(place.worker);
  const answer = place.worker === undefined ? undefined : told.answers.get(place.worker);
  const refused = place.worker === undefined ? undefined : told.refused.get(place.worker);
  const until = order.clock.now() + confirmMs;
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 250)) {
    const now = await look(ask);
    const stats = await poolAt({ ...ask, place });
    const aftermath = { was: place, now, heard: heard(), stats, sent, isNoted, wasMissed: answer === 'terminate: tasks unknown' };
    const { workers } = now.evidence;
    const verdict = verdictOf(aftermath);
    if (verdict !== undefined) return { verdict, workers };
    if (refused !== undefined) return { verdict: refusedBy(now), workers };
    if (order.clock.now() >= until) return { verdict: openVerdict(aftermath), workers };
    await pause(waitMs, undefined, { signal: order.signal });
  }
};

const refusedBy = ({ judgement }: Sighting): Verdict => ({
  outcome: 'not_cancellable',
  state: judgement.state,
  message: 'The worker that has it refused: its pool cannot end a running task.',
});

const toWorkers = ({
  order: { writer, taskId, signal },
  ask,
  sent,
  seen = [],
}: {
  order: Order;
  ask: Ask;
  sent: Wish['signal'] | undefined;
  seen?: readonly string[];
}): Promise<Answers<string>> => {
  const { timeoutMs } = ask.reader.question({ signal });
  // Without a name RabbitMQ cannot tell when all have answered, and the whole time would pass.
  const liveWorkers = [...new Set([...seen, ...ask.reader.events.liveWorkers().map(({ name }) => name)])];
  return revoke({ broker: writer.broker, taskIds: [taskId], terminate: sent, timeoutMs, liveWorkers, signal });
};

const moved = (): LineclearError =>
  new LineclearError('conflict', 'The task is not where it was when this was previewed.', {
    hint: 'Preview again: the new preview says where it is now.',
    details: { reason: 'task_moved' },
    effect: 'none',
  });
