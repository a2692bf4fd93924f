import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import { serverStamp } from '../answer-text.ts';
import { type PlainCall, plainCall } from '../plain-call.ts';
import { RunningCalls } from '../running-calls.ts';
import type { InFlight } from './in-flight.ts';
import type { Lane } from './line-transport.ts';
import { type SpokenClient, Spoken } from './spoken.ts';

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
  readonly #running: RunningCalls;

  constructor(parts: FastCallsParts) {
    this.#parts = parts;
    this.#stamp = serverStamp(parts.path.info);
    this.#running = new RunningCalls(parts);
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
    this.#running.cancel(message);
  }

  sent(message: JSONRPCMessage): void {
    this.#spoken.sent(message);
  }

  close(): void {
    this.#running.close();
  }

  async #run({ call, client: { era, label } }: { call: PlainCall; client: SpokenClient }): Promise<void> {
    const { caller, inFlight, write } = this.#parts;
    inFlight.started(call.id);
    const text = await this.#running.run({ call, caller, label, stamp: era === 'modern' ? this.#stamp : undefined });
    // What was cancelled has been settled by its cancellation.
    if (text === undefined) return;
    inFlight.ended(call.id);
    write(text);
  }
}
