import type { BroadcastOptions, BrokerReader } from '../broker/broker.ts';
import { object, text } from '../protocol/field.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import type { InspectMethod, Replies } from './command.ts';

/** A question to workers: to all of them, or to those that are named. */
export interface Question extends BroadcastOptions {
  readonly broker: Pick<BrokerReader, 'inspect'>;
  readonly destination?: readonly string[] | undefined;
}

/** Who answered, and with what. An answer that is none of use counts as refused, never as an empty one. */
export interface Answers<Value> {
  readonly answers: ReadonlyMap<string, Value>;
  /** Workers that refused the question, with their text. */
  readonly refused: ReadonlyMap<string, string>;
  /** Live workers that the question was for; 0 = none is connected to the broker at this moment. */
  readonly known: number;
  /** Live workers by name that were silent. */
  readonly silent: readonly string[];
  /** True when every known worker answered the question. */
  readonly complete: boolean;
}

/** Asks workers one question and reads each answer with `parse`; undefined stands for an answer of another shape. */
export const ask = async <Value>({
  broker,
  method,
  arguments: given = {},
  parse,
  destination,
  ...options
}: Question & {
  method: InspectMethod;
  arguments?: WireObject;
  parse: (reply: WireValue) => Value | undefined;
}): Promise<Answers<Value>> =>
  toAnswers({ replies: await broker.inspect({ command: { method, arguments: given, destination }, ...options }), parse });

/** Parts answers from refusals. */
export const toAnswers = <Value>({
  replies: { replies, known, silent },
  parse,
}: {
  replies: Replies;
  parse: (reply: WireValue) => Value | undefined;
}): Answers<Value> => {
  const answers = new Map<string, Value>();
  const refused = new Map<string, string>();
  for (const { worker, reply } of replies) {
    const refusal = text(object(reply)?.['error']);
    const answer = refusal === undefined ? parse(reply) : undefined;
    if (answer === undefined) refused.set(worker, refusal ?? 'an answer that cannot be read');
    else answers.set(worker, answer);
  }
  return { answers, refused, known, silent, complete: answers.size >= known };
};
