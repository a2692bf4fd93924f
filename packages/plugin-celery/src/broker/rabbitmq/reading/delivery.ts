import type { WireMessage } from '../../../protocol/message.ts';
import { frameError } from './amqp-error.ts';
import { ContentHeader } from './content-header.ts';
import type { FieldReader } from './field-reader.ts';
import type { Frame } from './frame-reader.ts';

/** RabbitMQ takes no longer ones: https://www.rabbitmq.com/docs/configure#config-items */
const longestBodyBytes = 512 * 1024 * 1024;

/** A message that the broker hands out, from its method until its body is complete. Only what is asked for is read. */
export class Delivery {
  readonly tag: number;
  readonly #isRedelivered: boolean;
  readonly #body: Frame[] = [];
  #header: ContentHeader | undefined;
  #missingBytes = 0;

  constructor(fields: FieldReader) {
    // The consumer, of which a channel has one.
    fields.skip(fields.octet());
    this.tag = fields.longLong();
    this.#isRedelivered = fields.octet() !== 0;
  }

  /** Of the body. */
  get bytes(): number {
    return this.#begun.bodyBytes;
  }

  get taskId(): string | undefined {
    return this.#begun.taskId;
  }

  /** True where it shows that the message is in a quorum queue. */
  get isOfQuorum(): boolean {
    return this.#isRedelivered && this.#begun.hasDeliveryCount;
  }

  /** True once nothing is missing. */
  describe(frame: Frame): boolean {
    this.#header = new ContentHeader(frame);
    this.#missingBytes = this.#header.bodyBytes;
    if (this.#missingBytes > longestBodyBytes) throw frameError(`a message of ${this.#missingBytes} bytes`);
    return this.#missingBytes === 0;
  }

  /** Adds a piece of the body. True once nothing is missing. */
  append(frame: Frame): boolean {
    const bytes = frame.end - frame.start;
    this.#missingBytes -= bytes;
    // Pieces of nothing could go on for ever.
    if (bytes === 0 || this.#missingBytes < 0 || this.#header === undefined) throw frameError('not the body that was announced');
    this.#body.push(frame);
    return this.#missingBytes === 0;
  }

  /** In the words that all brokers share. */
  toWireMessage(): WireMessage {
    return {
      ...this.#begun.properties(),
      body: Buffer.concat(this.#body.map(({ bytes, start, end }) => bytes.subarray(start, end))),
      // Looking at a queue marks its messages too, so that only the absence of the mark says something.
      redelivered: this.#isRedelivered ? undefined : false,
    };
  }

  get #begun(): ContentHeader {
    if (this.#header === undefined) throw frameError('a message without a header');
    return this.#header;
  }
}
