import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import { toWire } from '../answer.ts';
import { answerText, defectText, serverStamp } from '../answer-text.ts';
import { noAsking } from '../asking.ts';
import { LabelledCallers } from '../labelled-callers.ts';
import { isRecord } from '../record.ts';
import { traceIdOf } from '../request-meta.ts';
import type { InFlight } from './in-flight.ts';
import type { Lane } from './line-transport.ts';
import { type SpokenClient, Spoken } from './spoken.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A `tools/call` that is well-formed beyond doubt. */
interface PlainCall {
  readonly id: RequestId;
  readonly tool: string;
  readonly args: Fields;
  readonly meta: Fields | undefined;
}

export interface FastCallsParts {
  readonly path: CallPath;
  readonly caller: Caller;
  readonly logger: Log;
  readonly inFlight: InFlight;
  readonly write: (text: string) => void;
}

/**
 * Answers the calls that make nearly all traffic, those of read tools, without the SDK's way through a message. A write may have to ask
 * a person, and progress has rules of its own: these, and whatever is not plain, are the SDK's.
 */
export class FastCalls implements Lane {
  readonly #parts: FastCallsParts;
  readonly #stamp: string;
  readonly #spoken = new Spoken();
  readonly #callers = new LabelledCallers();
  readonly #running = new Map<RequestId, AbortController>();

  constructor(parts: FastCallsParts) {
    this.#parts = parts;
    this.#stamp = serverStamp(parts.path.info);
  }

  take(value: unknown): boolean {
    const call = plainCall(value);
    if (call === undefined || !this.#parts.path.isRead(call.tool)) return false;
    const client = this.#spoken.clientOf(call.meta);
    if (client === undefined) return false;
    void this.#run({ call, client });
    return true;
  }

  received(message: JSONRPCMessage): void {
    this.#spoken.received(message);
    if (!('method' in message) || message.method !== 'notifications/cancelled') return;
    const id = message.params?.['requestId'];
    if (isId(id)) this.#running.get(id)?.abort();
  }

  sent(message: JSONRPCMessage): void {
    this.#spoken.sent(message);
  }

  close(): void {
    for (const departure of this.#running.values()) departure.abort();
  }

  async #run({ call: { id, tool, args, meta }, client }: { call: PlainCall; client: SpokenClient }): Promise<void> {
    const { path, caller, logger, inFlight, write } = this.#parts;
    const departure = new AbortController();
    const traceId = traceIdOf(meta);
    this.#running.set(id, departure);
    inFlight.started(id);
    let text: string;
    try {
      const answer = await path.call({
        tool,
        args,
        caller: this.#callers.of({ caller, label: client.label }),
        asking: noAsking,
        signal: departure.signal,
        ...(traceId === undefined ? {} : { traceId }),
      });
      text = answerText({ answer: toWire(answer), id, stamp: client.era === 'modern' ? this.#stamp : undefined });
    } catch (error) {
      logger.error({ error, tool }, 'a call ended without an answer');
      text = defectText(id);
    }
    if (this.#running.get(id) === departure) this.#running.delete(id);
    // Nobody waits for what was cancelled.
    if (departure.signal.aborted) return;
    inFlight.ended(id);
    write(text);
  }
}

const members = new Set(['name', 'arguments', '_meta']);

const plainCall = (value: unknown): PlainCall | undefined => {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0' || value['method'] !== 'tools/call') return undefined;
  const { id, params } = value;
  // JSON-RPC requests are strict: a fifth member makes the message invalid.
  if (!isId(id) || !isRecord(params) || Object.keys(value).length !== 4) return undefined;
  for (const name in params) if (!members.has(name)) return undefined;
  const { name: tool, arguments: args = {}, _meta: meta } = params;
  // The SDK drops a `__proto__` argument while it copies; here nothing is copied.
  if (typeof tool !== 'string' || !isRecord(args) || Object.hasOwn(args, '__proto__')) return undefined;
  if (meta === undefined) return { id, tool, args, meta };
  return isRecord(meta) && meta['progressToken'] === undefined ? { id, tool, args, meta } : undefined;
};

const isId = (value: unknown): value is RequestId => typeof value === 'string' || Number.isSafeInteger(value);
