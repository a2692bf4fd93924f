import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { ClientChannel, SFTPWrapper } from 'ssh2';
import { ChannelLimit } from './channel-limit.ts';
import type { Dialled } from './dial.ts';
import { cannotForward, connectionLost, denied, hostIsBusy } from './host-errors.ts';

/** One live connection to a host: channels within its limit, and the moment of its loss. */
export class HostConnection {
  readonly name: string;
  readonly trust: Dialled['trust'];
  readonly presented: Dialled['presented'];
  /** Rejected at once when the connection ends, whoever ended it. */
  readonly lost: Promise<never>;
  readonly #client: Dialled['client'];
  readonly #channels: ChannelLimit;
  #isOpen = true;
  #users = 0;
  #idleSince = performance.now();

  constructor({ name, channels, client, trust, presented }: Dialled & { name: string; channels: number }) {
    this.name = name;
    this.trust = trust;
    this.presented = presented;
    this.#client = client;
    this.#channels = new ChannelLimit({ host: name, limit: channels });
    const { promise, reject } = Promise.withResolvers<never>();
    this.lost = promise;
    // Somebody listens only while something runs.
    promise.catch(() => undefined);
    const end = (why: 'closed' | 'silent') => {
      if (!this.#isOpen) return;
      this.#isOpen = false;
      const error = connectionLost({ host: name, why });
      this.#channels.end(error);
      reject(error);
      client.destroy();
    };
    client.on('error', (error) => end('level' in error && error.level === 'client-timeout' ? 'silent' : 'closed'));
    client.once('close', () => end('closed'));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Milliseconds without anybody using it; 0 while somebody does. */
  get idleMs(): number {
    return this.#users > 0 ? 0 : performance.now() - this.#idleSince;
  }

  close(): void {
    this.#client.end();
    this.#client.destroy();
  }

  /**
   * Starts a command line of the account's shell; its place is given back when the channel closes. `opened` is called in the same moment
   * as the channel opens: a quick program may have ended by the next one, and the event of its end is not repeated. What is urgent waits
   * for no place: what ends a program must not wait for that program.
   */
  exec({ command, isUrgent = false, ...call }: Exec): Promise<ClientChannel> {
    const start: Start<ClientChannel> = (done) => this.#client.exec(command, done);
    return isUrgent ? this.#outside({ ...call, start }) : this.#session({ ...call, start });
  }

  /** Opens the file transfer of the host. */
  sftp({ signal }: { signal: AbortSignal }): Promise<SFTPWrapper> {
    return this.#session({ signal, start: (done) => this.#client.sftp(done) });
  }

  /** Connects from the host to an address that it reaches; a stream of bytes. It is no session, so that the limit does not count it. */
  async forward({ address, port, signal }: { address: string; port: number; signal: AbortSignal }): Promise<Duplex> {
    const start: Start<ClientChannel> = (done) => this.#client.forwardOut('127.0.0.1', 0, address, port, done);
    try {
      return await this.#start({ signal, start });
    } catch (error) {
      throw isRefused(error) ? cannotForward({ host: this.name, error }) : error;
    }
  }

  /**
   * Within the limit: waits for a place, and again where the server admits fewer than it. Where nobody else holds one, the server may not
   * have noticed yet that the last one ended, so that it is asked some more times.
   */
  async #session<Channel extends Opened>(call: Opening<Channel>): Promise<Channel> {
    for (let refusals = 0; ;) {
      // oxlint-disable-next-line no-await-in-loop -- a place is waited for again where the server admits fewer
      const place = await this.#channels.take(call.signal);
      try {
        // oxlint-disable-next-line no-await-in-loop -- the same
        return await this.#start({ ...call, closed: place });
      } catch (error) {
        if (!isRefused(error)) {
          place();
          throw error;
        }
        if (this.#channels.lower(place)) continue;
        refusals += 1;
        if (refusals > mostRefusals) throw hostIsBusy({ host: this.name, reason: 'max_sessions' });
        // oxlint-disable-next-line no-await-in-loop -- the same
        await setTimeout(refusals * 50, undefined, { signal: call.signal });
      }
    }
  }

  async #outside<Channel extends Opened>(call: Opening<Channel>): Promise<Channel> {
    try {
      return await this.#start(call);
    } catch (error) {
      throw isRefused(error) ? hostIsBusy({ host: this.name, reason: 'max_sessions' }) : error;
    }
  }

  /** Throws what the library throws only where the server refused the channel. */
  async #start<Channel extends Opened>({
    signal,
    start,
    opened,
    closed,
  }: Opening<Channel> & { closed?: () => void }): Promise<Channel> {
    const { promise, resolve, reject } = Promise.withResolvers<Channel>();
    const abandon = () => reject(signal.reason);
    const leave = this.#enter();
    signal.addEventListener('abort', abandon, { once: true });
    // Nobody may listen any more when it fails.
    promise.catch(() => undefined);
    try {
      start((error, channel) => {
        if (error !== undefined && error !== null) return reject(error);
        // It opened after everybody left.
        if (signal.aborted) return void channel.destroy();
        channel.once('close', () => {
          leave();
          closed?.();
        });
        opened?.(channel);
        return resolve(channel);
      });
      return await Promise.race([promise, this.lost]);
    } catch (error) {
      leave();
      if (signal.aborted || LineclearError.is(error) || isRefused(error)) throw error;
      throw isDenied(error) ? denied(this.name) : connectionLost({ host: this.name, why: 'closed' });
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  /** Counts a user, for the time without any. */
  #enter(): () => void {
    this.#users += 1;
    let isGone = false;
    return () => {
      if (isGone) return;
      isGone = true;
      this.#users -= 1;
      this.#idleSince = performance.now();
    };
  }
}

interface Exec {
  readonly command: string;
  readonly signal: AbortSignal;
  readonly opened: (channel: ClientChannel) => void;
  readonly isUrgent?: boolean;
}

interface Opened {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}
type Start<Channel> = (done: (error: Error | undefined, channel: Channel) => void) => unknown;
interface Opening<Channel> {
  readonly signal: AbortSignal;
  readonly start: Start<Channel>;
  readonly opened?: (channel: Channel) => void;
}

const mostRefusals = 6;

const isRefused = (error: unknown): boolean => error instanceof Error && error.message.includes('Channel open failure');
const isDenied = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Unable to ');
