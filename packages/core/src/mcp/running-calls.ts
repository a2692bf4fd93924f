import type { RequestId } from '@modelcontextprotocol/server';
import type { CallPath } from '../calls/path.ts';
import type { Caller } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import { toWire } from './answer.ts';
import { answerText, defectText } from './answer-text.ts';
import { noAsking } from './asking.ts';
import { LabelledCallers } from './labelled-callers.ts';
import { isRequestId, type PlainCall } from './plain-call.ts';
import { isRecord } from './record.ts';
import { traceIdOf } from './request-meta.ts';

export interface RunOptions {
  readonly call: PlainCall;
  readonly caller: Caller;
  /** What the client calls itself, for the audit trail. */
  readonly label: string | undefined;
  /** What results of 2026 say about the server. */
  readonly stamp: string | undefined;
}

/** The plain calls of one connection that are being answered. */
export class RunningCalls {
  readonly #path: CallPath;
  readonly #logger: Log;
  readonly #callers = new LabelledCallers();
  readonly #departures = new Map<RequestId, AbortController>();

  constructor({ path, logger }: { path: CallPath; logger: Log }) {
    this.#path = path;
    this.#logger = logger;
  }

  /** The text of the answer; `undefined` for a call that was cancelled, which nobody waits for. */
  async run({ call: { id, tool, args, meta }, caller, label, stamp }: RunOptions): Promise<string | undefined> {
    const departure = new AbortController();
    const traceId = traceIdOf(meta);
    this.#departures.set(id, departure);
    let text: string;
    try {
      const answer = await this.#path.call({
        tool,
        args,
        caller: this.#callers.of({ caller, label }),
        asking: noAsking,
        signal: departure.signal,
        ...(traceId === undefined ? {} : { traceId }),
      });
      text = answerText({ answer: toWire(answer), id, stamp });
    } catch (error) {
      this.#logger.error({ error, tool }, 'a call ended without an answer');
      text = defectText(id);
    }
    if (this.#departures.get(id) === departure) this.#departures.delete(id);
    return departure.signal.aborted ? undefined : text;
  }

  /** Aborts the call that a `notifications/cancelled` names; other messages mean nothing here. */
  cancel(message: unknown): void {
    if (!isRecord(message) || message['method'] !== 'notifications/cancelled' || !isRecord(message['params'])) return;
    const id = message['params']['requestId'];
    if (isRequestId(id)) this.#departures.get(id)?.abort();
  }

  /** Aborts everything: the connection is over. */
  close(): void {
    for (const departure of this.#departures.values()) departure.abort();
  }
}
