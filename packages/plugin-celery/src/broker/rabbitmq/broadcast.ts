import { LineclearError } from '@lineclear/core/plugin';
import type { AsyncMessage } from 'rabbitmq-client';
import type { RemoteCommand, Replies } from '../../control/command.ts';
import type { WireValue } from '../../protocol/wire-value.ts';
import { isWireObject } from '../../protocol/wire-value.ts';
import { writeJson } from '../../protocol/write-json.ts';
import type { BroadcastOptions, Cancellable } from '../broker.ts';
import { cancelled } from '../cancelled.ts';
import { connectedWorkers } from './live-workers.ts';
import type { Management } from './management.ts';
import { readJson } from './payload.ts';
import type { ConfirmedPublisher } from './publisher.ts';
import type { ReplyBox } from './reply-box.ts';
import type { RabbitmqSession } from './session.ts';

export interface BroadcastParts {
  readonly session: RabbitmqSession;
  readonly publisher: ConfirmedPublisher;
  readonly box: ReplyBox;
  /** Where workers answer. */
  readonly replyTo: { readonly exchange: string; readonly routingKey: string };
  /** The exchange that all workers listen to. */
  readonly exchange: string;
  readonly management: Management | undefined;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type Order = { readonly command: RemoteCommand } & BroadcastOptions;

/**
 * Sends a remote command to workers and collects their answers. It ends as soon as every worker that is known to be connected has
 * answered, and without a wait when nobody listens; where nobody knows who listens it takes the whole time.
 */
export const broadcast = async ({ parts, order }: { parts: BroadcastParts; order: Order }): Promise<Replies> => {
  const expected = await expectedWorkers({ parts, order });
  if (order.command.destination !== undefined && expected?.size === 0) return nobody;
  await parts.box.open(order);
  const answers = collectAnswers({
    expected: expected && [...expected.keys()],
    timeoutMs: order.timeoutMs,
    signal: order.signal,
  });
  const ticket = parts.newId();
  const { stop } = parts.box.collect(ticket, (message) => answers.accept(parseReply(message)));
  try {
    if (!(await send({ parts, order, ticket }))) return nobody;
    await answers.wait();
    await parts.box.assertOpen();
  } finally {
    stop();
  }
  const { replies } = answers;
  const listeners = expected ?? (await listenersOf({ parts, order, names: [...replies.keys()] }));
  const known = new Set([...listeners.keys(), ...replies.keys()]);
  // Those that share a name with one that answered count as known, so that nobody takes its answer for theirs.
  const unheard = [...listeners.values()].reduce((sum, count) => sum + count - 1, 0);
  return {
    replies: [...replies]
      .map(([worker, reply]) => ({ worker, reply }))
      .toSorted((one, other) => (one.worker < other.worker ? -1 : 1)),
    // Somebody took the command, or it would have come back.
    known: Math.max(1, known.size + unheard),
    silent: [...known].filter((worker) => !replies.has(worker)),
  };
};

// The command was carried out, whether or not this can be told.
const listenersOf = ({ parts, order: { signal }, names }: { parts: BroadcastParts; order: Order; names: readonly string[] }) =>
  connectedWorkers({ ...parts, names, signal }).catch((): ReadonlyMap<string, number> => new Map());

const nobody: Replies = { replies: [], known: 0, silent: [] };

/** Undefined when nobody knows who is connected. */
const expectedWorkers = async ({
  parts: { session, exchange, management },
  order: { command, liveWorkers, signal },
}: {
  parts: BroadcastParts;
  order: Order;
}): Promise<ReadonlyMap<string, number> | undefined> => {
  const { destination } = command;
  if (destination !== undefined) return connectedWorkers({ session, names: destination, exchange, signal });
  // Without the management API the command is only answered later.
  const bound = await management?.workers({ exchange, signal }).catch(() => undefined);
  if (bound !== undefined && bound.length > 0) return connectedWorkers({ session, names: bound, exchange, signal });
  if (liveWorkers === undefined || liveWorkers.length === 0) return undefined;
  const connected = await connectedWorkers({ session, names: liveWorkers, exchange, signal });
  return connected.size > 0 ? connected : undefined;
};

/** False when no worker was there to take it. */
const send = async ({ parts, order, ticket }: { parts: BroadcastParts; order: Order; ticket: string }): Promise<boolean> => {
  const { command, timeoutMs, signal } = order;
  try {
    const how = await parts.publisher.publish({
      envelope: {
        exchange: parts.exchange,
        routingKey: '',
        contentType: 'application/json',
        contentEncoding: 'utf-8',
        headers: { clock: 1, expires: (parts.now() + timeoutMs) / 1000 },
      },
      body: writeJson({
        method: command.method,
        arguments: command.arguments,
        destination: command.destination ?? null,
        pattern: null,
        matcher: null,
        ticket,
        reply_to: { exchange: parts.replyTo.exchange, routing_key: parts.replyTo.routingKey },
      }),
      signal,
    });
    return how === 'routed';
  } catch (error) {
    // No worker has ever declared the exchange.
    if (LineclearError.is(error) && error.code === 'not_found') return false;
    throw error;
  }
};

const collectAnswers = ({
  expected,
  timeoutMs,
  signal,
}: { expected: readonly string[] | undefined; timeoutMs: number } & Cancellable) => {
  const replies = new Map<string, WireValue>();
  const { promise: complete, resolve, reject } = Promise.withResolvers<void>();
  return {
    replies,
    accept: (answers: readonly (readonly [worker: string, reply: WireValue])[]) => {
      for (const [worker, reply] of answers) replies.set(worker, reply);
      if (expected?.every((worker) => replies.has(worker)) === true) resolve();
    },
    wait: async () => {
      const timer = setTimeout(resolve, timeoutMs);
      const leave = () => {
        if (signal !== undefined) reject(cancelled({ signal, effect: 'unknown' }));
      };
      signal?.addEventListener('abort', leave, { once: true });
      if (signal?.aborted === true) leave();
      try {
        await complete;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      }
    },
  };
};

// The body of an answer has one field, named after the worker. What nobody can read leaves its worker silent.
const parseReply = (message: AsyncMessage): readonly (readonly [worker: string, reply: WireValue])[] => {
  const reply = readJson(message);
  return isWireObject(reply) ? Object.entries(reply) : [];
};
