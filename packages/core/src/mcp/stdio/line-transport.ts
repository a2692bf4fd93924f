import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { parseJSONRPCMessage, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { InFlight } from './in-flight.ts';
import { type Line, LineReader } from './line-reader.ts';

export interface LineTransportOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Longer lines are refused. */
  readonly maxLineBytes: number;
  /** Reading pauses while more than this waits to be written. */
  readonly maxUnsentBytes: number;
}

/** Takes messages before the SDK sees them, and hears of all others. */
export interface Lane {
  /** True when the message was taken; it is answered, or will be. */
  take(value: unknown): boolean;
  received(message: JSONRPCMessage): void;
  sent(message: JSONRPCMessage): void;
  close(): void;
}

/**
 * JSON-RPC messages as lines on a pair of streams. A line that cannot be read is answered with an error instead of being lost,
 * because a client would wait for it forever.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Hears that no more input will come, or that nothing can be written any more. */
  onend?: (reason: 'input' | 'output') => void;
  lane?: Lane;
  readonly inFlight = new InFlight();
  readonly #options: LineTransportOptions;
  readonly #reader: LineReader;
  #closed = false;

  constructor(options: LineTransportOptions) {
    this.#options = options;
    this.#reader = new LineReader({ maxBytes: options.maxLineBytes });
  }

  async start(): Promise<void> {
    const { stdin, stdout } = this.#options;
    stdin.on('data', this.#read);
    stdin.on('end', this.#inputEnded);
    stdin.on('close', this.#inputEnded);
    stdin.on('error', this.#inputFailed);
    stdout.on('error', this.#outputFailed);
    stdout.on('close', this.#outputEnded);
    stdout.on('drain', this.#resume);
    // A stream that ended before the listeners were there never says so again.
    if (stdin.readableEnded || stdin.destroyed) setImmediate(this.#inputEnded);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.inFlight.sent(message);
    this.lane?.sent(message);
    this.write(JSON.stringify(message));
  }

  /** Writes the text of a message, unless it is too late. */
  write(text: string): void {
    const { stdin, stdout, maxUnsentBytes } = this.#options;
    if (this.#closed || !stdout.writable) return;
    stdout.write(`${text}\n`);
    // A client that does not take its answers gets no more of its questions read.
    if (stdout.writableLength > maxUnsentBytes) stdin.pause();
  }

  /** Takes no more input; answers can still be written. */
  stopReading(): void {
    this.#options.stdout.off('drain', this.#resume);
    this.#options.stdin.off('data', this.#read);
    this.#options.stdin.pause();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.stopReading();
    const { stdin, stdout } = this.#options;
    stdin.off('end', this.#inputEnded);
    stdin.off('close', this.#inputEnded);
    stdout.off('close', this.#outputEnded);
    this.lane?.close();
    // The error listeners stay: a late EPIPE must not end the process.
    this.onclose?.();
  }

  readonly #read = (chunk: Buffer | string): void => {
    for (const line of this.#reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) this.#receive(line);
  };

  #receive(line: Line): void {
    if (line.kind === 'oversized') {
      this.#refuse({
        code: ProtocolErrorCode.InvalidRequest,
        message: `The line has ${line.bytes} bytes; at most ${this.#options.maxLineBytes} are read`,
      });
      return;
    }
    if (line.text === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line.text);
    } catch {
      this.#refuse({ code: ProtocolErrorCode.ParseError, message: 'The line is not valid JSON' });
      return;
    }
    if (this.lane?.take(value) === true) return;
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(value);
    } catch {
      this.#refuse({ code: ProtocolErrorCode.InvalidRequest, message: 'The line is not a JSON-RPC 2.0 message', value });
      return;
    }
    this.inFlight.received(message);
    this.lane?.received(message);
    this.onmessage?.(message);
  }

  #refuse({ code, message, value }: { code: number; message: string; value?: unknown }): void {
    this.onerror?.(new Error(message));
    this.write(JSON.stringify({ jsonrpc: '2.0', id: idOf(value), error: { code, message } }));
  }

  readonly #resume = (): void => {
    if (!this.#closed) this.#options.stdin.resume();
  };
  readonly #inputEnded = (): void => this.onend?.('input');
  readonly #inputFailed = (error: Error): void => {
    this.onerror?.(error);
    this.#inputEnded();
  };
  readonly #outputEnded = (): void => this.onend?.('output');
  readonly #outputFailed = (error: Error): void => {
    if (this.#closed) return;
    this.onerror?.(error);
    this.#outputEnded();
  };
}

const idOf = (value: unknown): string | number | null => {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' || typeof value.id === 'number' ? value.id : null;
};
