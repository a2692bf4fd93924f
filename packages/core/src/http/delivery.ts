import { LineclearError } from '../plugin/errors.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Base } from './base-url.ts';
import type { Exchanged, Outgoing, RawAnswer } from './exchange.ts';
import type { Problems } from './problems.ts';
import type { Order } from './sender.ts';

/** What the verbs of a client and its `fetch` have in common. */
export interface ClientParts {
  readonly base: Base;
  readonly mode: 'read' | 'write';
  readonly standing: Headers;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly redactor: Redactor;
  readonly problems: Problems;
  readonly send: (order: Order) => Promise<Exchanged<RawAnswer>>;
}

/** Sends an order, refusing what this door may not send; throws where there is no answer. */
export const deliver = async ({ parts, order }: { parts: ClientParts; order: Order }): Promise<RawAnswer> => {
  if (parts.mode === 'read' && !order.isSafe) throw readersOnly({ parts, order });
  const result = await parts.send(order);
  if (result.ok) return result.answer;
  throw parts.problems.ofFailure({ ...result.failure, outgoing: order, timeoutMs: order.timeoutMs, maxBytes: parts.maxBytes });
};

export const isSafeMethod = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

const readersOnly = ({ parts, order }: { parts: ClientParts; order: Outgoing }): LineclearError =>
  new LineclearError('forbidden', `A reader may not send ${parts.problems.name(order)}.`, {
    hint: 'Do it in execute with the writer; mark a POST that only asks, or a dry run, with safe: true.',
    effect: 'none',
    details: { reason: 'reader' },
  });
