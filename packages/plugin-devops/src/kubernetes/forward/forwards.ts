import { createServer, type Server, type Socket } from 'node:net';
import { LineclearError } from '@lineclear/core/plugin';
import { sharedBySettings } from '../../shared-by-settings.ts';

/** A port of this machine that leads to one of a pod. */
export interface Forward {
  /** The plan that opened it. */
  readonly id: string;
  /** Who opened it; to others it does not exist. */
  readonly principal: string;
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
  readonly localPort: number;
  /** Milliseconds since the epoch. */
  readonly endsAtMs: number;
}

/** Which forward is meant, and who asks. */
export interface ForwardName {
  readonly id: string;
  readonly principal: string;
}

interface Open extends Forward {
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly timer: NodeJS.Timeout;
}

/** Only programs of this machine reach it; no argument says otherwise. */
const address = '127.0.0.1';
/** Of one principal, so that nobody takes the room of others. */
const mostForwards = 20;
const mostConnections = 32;

/** The open forwards of one profile, each of the principal that opened it. They end with their time, with the connection, and with the process. */
export class Forwards {
  readonly #open = new Map<string, Open>();

  /** Listens on a free port; `join` leads each connection to the pod, and yields when that has ended. */
  async start({
    lifetimeMs,
    nowMs,
    join,
    ...facts
  }: Omit<Forward, 'localPort' | 'endsAtMs'> & {
    lifetimeMs: number;
    nowMs: number;
    join: (socket: Socket) => Promise<void>;
  }): Promise<Forward> {
    if (this.list(facts.principal).length >= mostForwards) throw tooMany();
    const sockets = new Set<Socket>();
    // A program may say that it has sent all, and still wait for the answer.
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // What breaks one connection is seen by the program that made it.
      socket.on('error', () => socket.destroy());
      join(socket).catch(() => socket.destroy());
    });
    server.maxConnections = mostConnections;
    const localPort = await listen(server);
    const timer = setTimeout(() => void this.#end(facts.id), lifetimeMs);
    // Neither keeps a process alive that has nothing else to do.
    timer.unref();
    server.unref();
    const forward = { ...facts, localPort, endsAtMs: nowMs + lifetimeMs };
    this.#open.set(facts.id, { ...forward, server, sockets, timer });
    return forward;
  }

  /** Those of one principal in the order in which they were opened. */
  list(principal: string): readonly Forward[] {
    return [...this.#open.values()]
      .filter((forward) => forward.principal === principal)
      .map(({ server: _server, sockets: _sockets, timer: _timer, ...forward }) => forward);
  }

  /** One forward of this principal. */
  find({ id, principal }: ForwardName): Forward | undefined {
    return this.list(principal).find((forward) => forward.id === id);
  }

  /** Ends a forward of this principal with its connections; false where there is none. */
  async stop(name: ForwardName): Promise<boolean> {
    return this.find(name) !== undefined && this.#end(name.id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#end(id)));
  }

  async #end(id: string): Promise<boolean> {
    const forward = this.#open.get(id);
    if (forward === undefined) return false;
    this.#open.delete(id);
    clearTimeout(forward.timer);
    const closed = new Promise<void>((resolve) => {
      forward.server.close(() => resolve());
    });
    for (const socket of forward.sockets) socket.destroy();
    await closed;
    return true;
  }
}

const shared = sharedBySettings<Forwards>();

/** The forwards of a profile, by its settings. */
export const forwardsOf = (settings: object): Forwards => shared({ settings, create: () => new Forwards() });

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port: 0 }, () => {
      // Later ones are of single connections that could not be taken, which is for whoever opened them to see.
      server.off('error', reject).on('error', () => {});
      const bound = server.address();
      if (typeof bound === 'object' && bound !== null) resolve(bound.port);
      else reject(new Error('There is no port.'));
    });
  });

const tooMany = (): LineclearError =>
  new LineclearError('unsupported', `You have ${mostForwards} forwards already.`, {
    hint: 'Stop one with k8s_port_forward_stop.',
    details: { reason: 'too_many' },
    effect: 'none',
  });
