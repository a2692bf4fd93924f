import { AmqpError, replyName } from './amqp-error.ts';
import { AwaitedReply } from './awaited-reply.ts';
import { Delivery } from './delivery.ts';
import { FieldReader } from './field-reader.ts';
import { long, longLong, octet, short, shortText, table } from './field-writer.ts';
import type { Frame } from './frame-reader.ts';
import { frameType } from './frame-reader.ts';
import type { MethodCall } from './methods.ts';
import { method, methodName } from './methods.ts';

export interface ReadingChannelOptions {
  readonly send: (call: MethodCall) => void;
  /** Called once the number of the channel is free. */
  readonly onClosed: () => void;
}

const consumerTag = 'look';
const passive = 1;
const multiple = 1;
const requeue = 2;

/** One look at a queue. What it holds goes back when it closes. One question at a time. */
export class ReadingChannel {
  readonly #options: ReadingChannelOptions;
  readonly #reply = new AwaitedReply();
  readonly #closed = Promise.withResolvers<void>();
  #ended: Error | undefined;
  #onDelivery: ((delivery: Delivery) => void) | undefined;
  #coming: Delivery | undefined;
  /** The broker took the queue away: it was deleted, or is on another node now. What was held is no longer ours. */
  #isCancelled = false;

  constructor(options: ReadingChannelOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    await this.#ask({ method: method.ChannelOpen, fields: [shortText('')], answer: method.ChannelOpenOk });
  }

  /** How many messages wait in a queue that is there. */
  async countMessages(queue: string): Promise<number> {
    const fields = [short(0), shortText(queue), octet(passive), table({})];
    const answer = await this.#ask({ method: method.QueueDeclare, fields, answer: method.QueueDeclareOk });
    this.#checkHold();
    answer.shortText();
    return answer.long();
  }

  /** Holds no more than so many messages at a time. */
  async limit(count: number): Promise<void> {
    await this.#ask({ method: method.BasicQos, fields: [long(0), short(count), octet(0)], answer: method.BasicQosOk });
  }

  /** Begins to hold messages, before consumers of a smaller priority get any. They are handed over as they come, in their order. */
  async consume({
    queue,
    priority,
    onDelivery,
  }: {
    readonly queue: string;
    readonly priority: number;
    readonly onDelivery: (delivery: Delivery) => void;
  }): Promise<void> {
    this.#onDelivery = onDelivery;
    const fields = [short(0), shortText(queue), shortText(consumerTag), octet(0), table({ 'x-priority': priority })];
    await this.#ask({ method: method.BasicConsume, fields, answer: method.BasicConsumeOk });
  }

  /** Takes a message out for good; done once a later question is answered. */
  take(tag: number): void {
    this.#send({ method: method.BasicAck, fields: [longLong(tag), octet(0)] });
  }

  /** No message comes after this. */
  async cancel(): Promise<void> {
    const fields = [shortText(consumerTag), octet(0)];
    await this.#ask({ method: method.BasicCancel, fields, answer: method.BasicCancelOk });
    this.#checkHold();
  }

  giveAllBack(): void {
    this.#send({ method: method.BasicNack, fields: [longLong(0), octet(multiple + requeue)] });
  }

  /** Says good-bye. Resolves when the broker has everything back, or the connection is lost. */
  close(): Promise<void> {
    if (this.#ended === undefined) {
      this.#send({ method: method.ChannelClose, fields: [short(200), shortText(''), long(0)] });
      this.#finish(new AmqpError({ ends: 'channel', code: 'CH_CLOSE', message: 'channel is closed' }));
    }
    return this.#closed.promise;
  }

  /** The connection is lost: nothing more can be asked or comes. */
  end(error: Error): void {
    this.#finish(error);
    this.#closed.resolve();
  }

  #finish(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#onDelivery = undefined;
    this.#coming = undefined;
    this.#reply.fail(error);
  }

  accept(frame: Frame): void {
    if (frame.type === frameType.method) this.#acceptMethod(frame);
    else if (frame.type === frameType.header) this.#handOver(this.#coming?.describe(frame));
    else if (frame.type === frameType.body) this.#handOver(this.#coming?.append(frame));
  }

  #acceptMethod(frame: Frame): void {
    const fields = new FieldReader(frame);
    const id = fields.long();
    if (id === method.BasicDeliver) {
      if (this.#ended === undefined) this.#coming = new Delivery(fields);
    } else if (id === method.ChannelClose) {
      this.#refused(fields);
    } else if (id === method.ChannelCloseOk) {
      // Where both sides closed a channel at the same time, another one may have its number already.
      if (this.#ended !== undefined) this.#freed();
    } else if (id === method.BasicCancel) {
      this.#isCancelled = true;
    } else {
      this.#reply.accept({ id, fields });
    }
  }

  #checkHold(): void {
    if (!this.#isCancelled) return;
    throw new AmqpError({ ends: 'connection', code: 'CONSUMER_CANCELLED', message: 'the broker took the queue away' });
  }

  #handOver(isComplete: boolean | undefined): void {
    if (isComplete !== true || this.#coming === undefined) return;
    const delivery = this.#coming;
    this.#coming = undefined;
    this.#onDelivery?.(delivery);
  }

  #refused(fields: FieldReader): void {
    const code = replyName(fields.short());
    const text = fields.shortText();
    this.#options.send({ method: method.ChannelCloseOk });
    this.#finish(new AmqpError({ ends: 'channel', code, message: `${methodName(fields.long())}: ${text}` }));
    this.#freed();
  }

  #freed(): void {
    this.#closed.resolve();
    this.#options.onClosed();
  }

  async #ask({ answer, ...call }: MethodCall & { readonly answer: MethodCall['method'] }): Promise<FieldReader> {
    this.#send(call);
    return this.#reply.expect(answer);
  }

  #send(call: MethodCall): void {
    if (this.#ended !== undefined) throw this.#ended;
    this.#options.send(call);
  }
}
