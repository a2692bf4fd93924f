import { connect, type Socket } from 'node:net';
import { percentile } from '../measure/statistics.ts';
import { ResponseReader } from './response-reader.ts';

/** What came of one turn. */
export interface Slice {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Connections that can be put to work again and again. */
export interface HttpLoad extends Disposable {
  /** Keeps every connection busy with one request at a time. */
  run(ms: number): Promise<Slice>;
}

export interface HttpLoadOptions {
  readonly port: number;
  readonly connections: number;
  /** The whole text of a request; `id` has seven digits. */
  readonly request: (of: { readonly connection: number; readonly id: number }) => string;
  /** Every answer has to contain this. */
  readonly expected: string;
}

/** Opens keep-alive connections to a server on the loopback address. */
export const openHttpLoad = async (options: HttpLoadOptions): Promise<HttpLoad> => {
  const opening = Array.from({ length: options.connections }, (_, index) => LoadConnection.open({ ...options, index }));
  const connections = await Promise.all(opening);
  return {
    run: async (ms) => {
      const started = performance.now();
      const latencies = await Promise.all(connections.map((connection) => connection.run(started + ms)));
      const seconds = (performance.now() - started) / 1_000;
      const all = latencies.flat();
      return {
        requests: all.length,
        perSecond: all.length / seconds,
        p50Ms: percentile(all, 0.5),
        p95Ms: percentile(all, 0.95),
      };
    },
    [Symbol.dispose]: () => {
      for (const connection of connections) connection.close();
    },
  };
};

// Ids of equal length keep the length of the body the same.
let nextId = 1_000_000;

class LoadConnection {
  readonly #socket: Socket;
  readonly #options: HttpLoadOptions & { readonly index: number };
  readonly #reader = new ResponseReader();
  #latencies: number[] = [];
  #sentAt = 0;
  #until = 0;
  #finish: { resolve: (latencies: number[]) => void; reject: (error: Error) => void } | undefined;

  static async open(options: HttpLoadOptions & { readonly index: number }): Promise<LoadConnection> {
    const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new LoadConnection(socket, options);
  }

  constructor(socket: Socket, options: HttpLoadOptions & { readonly index: number }) {
    this.#socket = socket;
    this.#options = options;
    socket.on('data', this.#receive);
    socket.on('error', this.#fail);
    socket.on('close', () => this.#fail(new Error('the server closed a connection')));
  }

  /** Sends one request after another until then; yields how long each took, in milliseconds. */
  run(until: number): Promise<number[]> {
    this.#until = until;
    this.#latencies = [];
    return new Promise((resolve, reject) => {
      this.#finish = { resolve, reject };
      this.#send();
    });
  }

  close(): void {
    this.#finish = undefined;
    this.#socket.destroy();
  }

  #send(): void {
    nextId += 1;
    const text = this.#options.request({ connection: this.#options.index, id: nextId });
    this.#sentAt = performance.now();
    this.#socket.write(text, 'latin1');
  }

  readonly #receive = (chunk: Buffer): void => {
    const response = this.#reader.push(chunk);
    if (response === undefined) return;
    const now = performance.now();
    this.#latencies.push(now - this.#sentAt);
    if (!response.startsWith('HTTP/1.1 200') || !response.includes(this.#options.expected)) {
      this.#fail(new Error(`a server answered something else:\n${response.slice(0, 1_000)}`));
    } else if (now < this.#until) this.#send();
    else this.#finish?.resolve(this.#latencies);
  };

  readonly #fail = (error: Error): void => this.#finish?.reject(error);
}
