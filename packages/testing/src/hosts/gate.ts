import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Which way bytes go through a gate: `up` to the server, `down` to the client. */
export type Direction = 'up' | 'down';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

interface Cut {
  left: number;
  isReached: boolean;
  readonly direction: Direction;
  readonly done: () => void;
}

/** A TCP door on a loopback address in front of a server; its port stays the same while the server behind it changes. */
export class Gate {
  readonly address: string;
  readonly port: number;
  readonly #target: () => { readonly address: string; readonly port: number };
  readonly #links = new Set<Link>();
  readonly #bytes = { up: 0, down: 0 };
  #server: Server | undefined;
  #accepted = 0;
  #isStalled = false;
  #cut: Cut | undefined;

  /** `target` is asked for every connection. */
  constructor({ address, port, target }: Pick<Gate, 'address' | 'port'> & { target: () => { address: string; port: number } }) {
    this.address = address;
    this.port = port;
    this.#target = target;
  }

  /** How many connections were ever accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#links.size;
  }

  /** How many bytes went through so far. */
  get bytes(): Readonly<Record<Direction, number>> {
    return { ...this.#bytes };
  }

  /** Accepts connections (again). */
  async admit(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#accept(client));
    this.#server.listen({ host: this.address, port: this.port });
    await once(this.#server, 'listening');
  }

  /** Refuses new connections as a machine does where nothing listens; those that are open stay. */
  refuse(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Resets every open connection at once. */
  cut(): void {
    for (const { client, server } of this.#links) {
      client.resetAndDestroy();
      server.destroy();
    }
    this.#links.clear();
  }

  /** Resets every connection once this many more bytes went through in one direction; what follows them is lost. Resolves when it happened. */
  cutAfter({ bytes, direction }: { bytes: number; direction: Direction }): Promise<void> {
    return new Promise((done) => {
      this.#cut = { left: bytes, isReached: false, direction, done };
    });
  }

  /** Delivers nothing any more in connections that stay open, as a network does that swallows packets. `resume` undoes it. */
  stall(): void {
    this.#isStalled = true;
    this.#each((socket) => socket.pause());
  }

  resume(): void {
    this.#isStalled = false;
    this.#each((socket) => socket.resume());
  }

  #each(change: (socket: Socket) => void): void {
    for (const { client, server } of this.#links) for (const socket of [client, server]) change(socket);
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const { address, port } = this.#target();
    const link = { client, server: connect({ host: address, port, noDelay: true, allowHalfOpen: true }) };
    this.#links.add(link);
    for (const socket of [link.client, link.server]) {
      socket.once('close', () => {
        this.#links.delete(link);
        link.client.destroy();
        link.server.destroy();
      });
      // `close` tells it; without a listener it would end the process.
      socket.on('error', () => undefined);
    }
    this.#pipe({ from: link.client, to: link.server, direction: 'up' });
    this.#pipe({ from: link.server, to: link.client, direction: 'down' });
    if (this.#isStalled) this.stall();
  }

  #pipe({ from, to, direction }: { from: Socket; to: Socket; direction: Direction }): void {
    from.on('data', (chunk: Buffer) => {
      if (this.#deliver({ chunk, direction, to })) return;
      from.pause();
      to.once('drain', () => void (this.#isStalled || from.resume()));
    });
    from.once('end', () => to.end());
  }

  // False when the receiver wants no more for now.
  #deliver({ chunk, direction, to }: { chunk: Buffer; direction: Direction; to: Socket }): boolean {
    const cut = this.#cut?.direction === direction ? this.#cut : undefined;
    // The last bytes are still being flushed to a receiver that is slow: what follows them is lost.
    if (cut?.isReached === true) return true;
    const allowed = cut === undefined ? chunk : chunk.subarray(0, cut.left);
    this.#bytes[direction] += allowed.length;
    if (cut === undefined || chunk.length < cut.left) {
      if (cut !== undefined) cut.left -= chunk.length;
      return to.write(allowed);
    }
    cut.isReached = true;
    // A reset drops what is still on its way, so the last bytes are flushed first.
    to.write(allowed, () => {
      this.#cut = undefined;
      this.cut();
      cut.done();
    });
    return true;
  }
}
