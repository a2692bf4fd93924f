import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { RabbitmqAddress } from '../address.ts';
import { AmqpError, replyName } from './amqp-error.ts';
import { AwaitedReply } from './awaited-reply.ts';
import { ReadingChannel } from './channel.ts';
import { FieldReader } from './field-reader.ts';
import { long, short, shortText } from './field-writer.ts';
import type { Frame } from './frame-reader.ts';
import { FrameReader, frameType } from './frame-reader.ts';
import { longestFrameBytes, shakeHands } from './handshake.ts';
import { keepHeartbeat } from './heartbeat.ts';
import type { MethodCall } from './methods.ts';
import { method, methodFrame, methodName } from './methods.ts';

export interface ReadingConnectionOptions {
  readonly address: RabbitmqAddress;
  /** The longest wait until it is open. */
  readonly timeoutMs: number;
  /** Called once, when nothing can be asked any more. */
  readonly onEnd: () => void;
}

// Version 0-9-1.
const protocol = Buffer.from('AMQP\0\0\u0009\u0001', 'latin1');
const farewellMs = 500;

/** A connection to RabbitMQ for looks at queues. It reads of a message what is asked for, and keeps no process alive. */
export class ReadingConnection {
  readonly #socket: Socket;
  readonly #frames = new FrameReader({ maxBytes: longestFrameBytes, onFrame: (frame) => this.#accept(frame) });
  readonly #channels = new Map<number, ReadingChannel>();
  readonly #reply = new AwaitedReply();
  readonly #onEnd: () => void;
  #mostChannels = 0;
  #ended: Error | undefined;

  /** Rejects with an AmqpError, or with what the operating system says. */
  static async open({ address, timeoutMs, onEnd }: ReadingConnectionOptions): Promise<ReadingConnection> {
    const socket = dial(address);
    const connection = new ReadingConnection({ socket, onEnd });
    const timer = setTimeout(
      () => socket.destroy(lost({ code: 'CONNECTION_TIMEOUT', message: 'connection timed out' })),
      timeoutMs,
    );
    try {
      await connection.#open(address);
      return connection;
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private constructor({ socket, onEnd }: { socket: Socket; onEnd: () => void }) {
    this.#socket = socket;
    this.#onEnd = onEnd;
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(lost({ code: 'CONN_CLOSE', message: 'socket closed unexpectedly by server' })));
  }

  async openChannel(): Promise<ReadingChannel> {
    if (this.#ended !== undefined) throw this.#ended;
    let number = 1;
    while (this.#channels.has(number)) number += 1;
    if (number > this.#mostChannels) {
      throw new AmqpError({ ends: 'channel', code: 'CHANNEL_ERROR', message: `${this.#mostChannels} channels are open already` });
    }
    const channel = new ReadingChannel({
      send: (call) => this.#send({ channel: number, ...call }),
      onClosed: () => this.#channels.delete(number),
    });
    this.#channels.set(number, channel);
    await channel.open();
    return channel;
  }

  /** Takes leave of the broker, which reports a connection that was only cut; waits a moment for its answer. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#send({ channel: 0, method: method.ConnectionClose, fields: [short(200), shortText(''), long(0)] });
    this.#end(lost({ code: 'CLOSING', message: 'connection is closed' }));
    const timer = setTimeout(() => this.#socket.destroy(), farewellMs);
    await once(this.#socket, 'close').catch(() => undefined);
    clearTimeout(timer);
  }

  async #open(address: RabbitmqAddress): Promise<void> {
    this.#socket.write(protocol);
    const tuned = await shakeHands({
      address,
      send: (call) => this.#send({ channel: 0, ...call }),
      expect: (expected) => this.#reply.expect(expected),
    });
    this.#mostChannels = tuned.mostChannels;
    this.#frames.maxBytes = tuned.longestFrameBytes;
    keepHeartbeat({ socket: this.#socket, ...tuned });
  }

  #read(piece: Buffer): void {
    try {
      this.#frames.push(piece);
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : undefined);
    }
  }

  #accept(frame: Frame): void {
    if (frame.channel !== 0) this.#channels.get(frame.channel)?.accept(frame);
    else if (frame.type === frameType.method) this.#acceptMethod(frame);
  }

  #acceptMethod(frame: Frame): void {
    const fields = new FieldReader(frame);
    const id = fields.long();
    if (id === method.ConnectionClose) this.#refused(fields);
    else if (id === method.ConnectionCloseOk) this.#socket.destroy();
    else this.#reply.accept({ id, fields });
  }

  #refused(fields: FieldReader): void {
    const code = replyName(fields.short());
    const text = fields.shortText();
    const asked = fields.long();
    this.#end(lost({ code, message: asked === 0 ? text : `${methodName(asked)}: ${text}` }));
    this.#send({ channel: 0, method: method.ConnectionCloseOk });
    this.#socket.destroySoon();
  }

  #send(call: MethodCall & { readonly channel: number }): void {
    this.#socket.write(methodFrame(call));
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#reply.fail(error);
    for (const channel of this.#channels.values()) channel.end(error);
    this.#channels.clear();
    this.#onEnd();
  }
}

const dial = ({ hostname: host, port, tls }: RabbitmqAddress): Socket => {
  const socket = tls ? connectSecurely({ host, port }) : connect({ host, port });
  // Whoever looks waits with a timer, which does keep the process alive.
  return socket.setNoDelay(true).unref();
};

const lost = (what: { code: string; message: string }): AmqpError => new AmqpError({ ends: 'connection', ...what });
