import { lookup, Resolver } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';

/** Everything that leaves this machine for a check. HTTP and TLS run over the sockets that `connect` yields. */
export interface Wire {
  /** What the system, or the profile's resolvers, say that a name stands for. Rejects with the code of the resolver. */
  readonly addressesOf: (call: { name: string; signal: AbortSignal }) => Promise<readonly string[]>;
  /** Asks one question of DNS. */
  readonly query: <Answer>(call: { ask: (resolver: Resolver) => Promise<Answer>; signal: AbortSignal }) => Promise<Answer>;
  /** A connection to an address, never to a name: what was judged is what is reached. */
  readonly connect: (call: { address: string; port: number; signal: AbortSignal }) => Promise<Socket>;
  /** Milliseconds of a clock that only moves forward. */
  readonly now: () => number;
}

/** The network as it is. `resolvers` absent: the system's. */
export const openWire = ({ resolvers }: { resolvers: readonly string[] | undefined }): Wire => {
  const query: Wire['query'] = async ({ ask, signal }) => {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (resolvers !== undefined) resolver.setServers(resolvers);
    return untilAborted({ work: ask(resolver), signal, stop: () => resolver.cancel() });
  };
  return {
    query,
    addressesOf: async ({ name, signal }) => {
      if (resolvers !== undefined) return query({ ask: (resolver) => everyAddress({ resolver, name }), signal });
      const found = await untilAborted({ work: lookup(name, { all: true, order: 'verbatim' }), signal, stop: () => undefined });
      return found.map(({ address }) => address);
    },
    connect: ({ address, port, signal }) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const socket = connect({ host: address, port });
        const giveUp = () => socket.destroy(abortError(signal));
        signal.addEventListener('abort', giveUp, { once: true });
        socket.once('close', () => signal.removeEventListener('abort', giveUp));
        // Stays: whoever uses the connection sees its end, and an error that nobody listens for would end the process.
        socket.on('error', reject);
        socket.once('connect', () => resolve(socket));
      }),
    now: () => performance.now(),
  };
};

const everyAddress = async ({ resolver, name }: { resolver: Resolver; name: string }): Promise<readonly string[]> => {
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const failed = answers.find(({ status }) => status === 'rejected');
  // A name may well have addresses of one family only.
  if (found.length === 0 && failed?.status === 'rejected') throw failed.reason;
  return found;
};

const untilAborted = <Value>({
  work,
  signal,
  stop,
}: {
  work: Promise<Value>;
  signal: AbortSignal;
  stop: () => void;
}): Promise<Value> =>
  new Promise((resolve, reject) => {
    const giveUp = () => {
      stop();
      reject(abortError(signal));
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });

const abortError = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
