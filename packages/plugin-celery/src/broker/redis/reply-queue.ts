import { object, text } from '../../protocol/field.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import type { WorkerReply } from '../../control/command.ts';
import type { RedisAddress } from '../../redis/address.ts';
import { RedisLink } from '../../redis/link.ts';
import { asList, asText } from '../../redis/reply.ts';
import type { Cancellable } from '../broker.ts';
import { parseEnvelope } from './envelope.ts';

/** Seconds that one read of the queue may block. */
const blockS = 1;

interface Waiting {
  /** The list that its answers arrive in. */
  readonly key: string;
  readonly onReply: (reply: WorkerReply) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Reads the answers to remote commands from one list, on a connection of its own that may block, and hands them out by ticket. */
export class ReplyQueue {
  readonly #link: RedisLink;
  readonly #waiting = new Map<string, Waiting>();
  #isReading = false;

  constructor(address: RedisAddress) {
    this.#link = new RedisLink(address);
  }

  /** True while somebody waits for an answer. */
  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** Opens its connection, so that answers are heard as soon as they come. */
  open(options: Cancellable): Promise<void> {
    return this.#link.open(options);
  }

  /** Hands out answers with this ticket until the returned function is called. */
  listen({ ticket, ...waiting }: { ticket: string } & Waiting): () => void {
    this.#waiting.set(ticket, waiting);
    if (!this.#isReading) void this.#read();
    return () => {
      this.#waiting.delete(ticket);
    };
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.isBusy) {
        const keys = new Set([...this.#waiting.values()].map(({ key }) => key));
        const reply = await this.#link.send(['BRPOP', ...keys, `${blockS}`], { timeoutMs: (blockS + 10) * 1_000 });
        if (reply !== null) this.#hand(asText(asList(reply)[1]));
      }
    } catch (error) {
      const failed = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { onFailure } of failed) onFailure(error);
    } finally {
      this.#isReading = false;
    }
  }

  #hand(item: string): void {
    const envelope = parseEnvelope(item);
    const waiting = this.#waiting.get(text(envelope?.headers['ticket']) ?? '');
    if (envelope === undefined || waiting === undefined) return;
    for (const reply of parseReplies(envelope.body)) waiting.onReply(reply);
  }
}

/** The body of an answer: one field, named after the worker. */
const parseReplies = (body: Uint8Array): readonly WorkerReply[] => {
  try {
    return Object.entries(object(parseJson(Buffer.from(body).toString('utf8'))) ?? {}).map(([worker, reply]) => ({
      worker,
      reply,
    }));
  } catch {
    // An answer in another serializer; the worker counts as silent.
    return [];
  }
};
