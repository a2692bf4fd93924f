import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { LineclearError, type PluginState } from '@lineclear/core/plugin';
import type { HostSettings, Settings } from '../settings.ts';
import { askHostKey, type Dial, dial } from './dial.ts';
import { HostConnection } from './host-connection.ts';
import { noSuchHost } from './host-errors.ts';
import { EnrolledKey, type ExpectedTrust, expectedTrust, type HostKey, type Trust } from './host-key.ts';
import { lookUpKnownKeys } from './known-hosts.ts';

export interface HostsOptions {
  readonly settings: Settings;
  readonly resolvePath: (path: string) => string;
  /** Files of this machine that no tool may touch. */
  readonly protectedPaths: readonly string[];
  readonly agentSocket: string | undefined;
  /** How long a connection that nobody uses is kept. */
  readonly idleMs?: number;
}

/** Which host, and where the keys that were enrolled are recorded: every handler has a `state`. */
export interface HostCall {
  readonly host: string;
  readonly state: Pick<PluginState, 'get'>;
  readonly signal: AbortSignal;
}

/** The hosts of one profile: one connection for each, opened once for everybody, kept while it is used. */
export class Hosts {
  readonly #options: HostsOptions;
  readonly #open = new Map<string, Promise<HostConnection>>();
  readonly #sweep: NodeJS.Timeout;
  readonly #closing = new AbortController();

  constructor(options: HostsOptions) {
    this.#options = options;
    const idleMs = options.idleMs ?? 5 * 60_000;
    this.#sweep = setInterval(() => void this.#closeIdle(idleMs), Math.min(idleMs, 30_000));
    this.#sweep.unref();
  }

  get settings(): Settings {
    return this.#options.settings;
  }

  /** What tools may touch on this machine: the folders that the settings name, without what is protected. */
  get localFolders(): { readonly roots: readonly string[]; readonly protectedPaths: readonly string[] } {
    const { settings, resolvePath, protectedPaths } = this.#options;
    return { roots: settings.artifacts.map(resolvePath), protectedPaths };
  }

  get names(): readonly string[] {
    return Object.keys(this.settings.hosts);
  }

  /** The settings of a host; `not_found` where the profile has none of this name. */
  find(name: string): HostSettings {
    const host = Object.hasOwn(this.settings.hosts, name) ? this.settings.hosts[name] : undefined;
    if (host === undefined) throw noSuchHost(name);
    return host;
  }

  /** A live connection to a host. Its key was accepted; where it is not, this throws `forbidden`. */
  async connect({ host, state, signal }: HostCall): Promise<HostConnection> {
    // Others wait for the same connection, so that a caller who leaves does not end it.
    return abandonable({ promise: this.#connection({ host, state }), signal });
  }

  /** What is known of the key of a host, without asking it. */
  async expected({ host, state }: Pick<HostCall, 'host' | 'state'>): Promise<ExpectedTrust> {
    return expectedTrust(await this.#trustSources({ host, state }));
  }

  /** The key that a host presents now, and how it is judged. Nothing else is asked of it. */
  async askKey({ host, state, signal }: HostCall): Promise<{ readonly presented: HostKey; readonly trust: Trust }> {
    return abandonable({ promise: this.#askKey({ host, state }), signal });
  }

  /** Whether a connection is open now. */
  async isConnected(host: string): Promise<boolean> {
    return (await this.#openOf(host)) !== undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#closing.abort();
    const all = await Promise.allSettled(this.#open.values());
    this.#open.clear();
    // The ones behind a jump host end first.
    for (const one of all.toReversed()) if (one.status === 'fulfilled') one.value.close();
  }

  async #connection({ host, state }: Pick<HostCall, 'host' | 'state'>): Promise<HostConnection> {
    this.find(host);
    const open = await this.#openOf(host);
    if (open !== undefined) return open;
    const opening = this.#open.get(host) ?? this.#dial({ host, state });
    this.#open.set(host, opening);
    opening.catch(() => this.#forget({ host, opening }));
    return opening;
  }

  async #openOf(host: string): Promise<HostConnection | undefined> {
    const opening = this.#open.get(host);
    if (opening === undefined) return undefined;
    const connection = await opening.catch(() => undefined);
    if (connection?.isOpen === true) return connection;
    this.#forget({ host, opening });
    return undefined;
  }

  #forget({ host, opening }: { host: string; opening: Promise<HostConnection> }): void {
    if (this.#open.get(host) === opening) this.#open.delete(host);
  }

  async #dial({ host, state }: Pick<HostCall, 'host' | 'state'>): Promise<HostConnection> {
    const call = await this.#toDial({ host, state });
    return new HostConnection({ name: host, channels: call.host.channels, ...(await dial(call)) });
  }

  async #askKey({ host, state }: Pick<HostCall, 'host' | 'state'>): ReturnType<typeof askHostKey> {
    return askHostKey(await this.#toDial({ host, state }));
  }

  async #toDial({ host, state }: Pick<HostCall, 'host' | 'state'>): Promise<Dial> {
    const { keepalive_s, connect_timeout_s } = this.settings;
    const timeoutMs = connect_timeout_s * 1000;
    const sources = await this.#trustSources({ host, state });
    return {
      name: host,
      ...sources,
      through: await this.#through({ host: sources.host, state, timeoutMs }),
      timeoutMs,
      signal: this.#closing.signal,
      keepaliveMs: keepalive_s * 1000,
      agentSocket: this.#options.agentSocket,
    };
  }

  async #through({ host, state, timeoutMs }: { host: HostSettings; state: HostCall['state']; timeoutMs: number }) {
    if (host.jump === undefined) return undefined;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#closing.signal]);
    const jump = await this.connect({ host: host.jump, state, signal });
    const stream: Duplex = await jump.forward({ address: host.address, port: host.port, signal });
    return stream;
  }

  async #trustSources({ host: name, state }: Pick<HostCall, 'host' | 'state'>) {
    const host = this.find(name);
    const texts = await Promise.all(this.settings.known_hosts.map((path) => this.#readKnownHosts(path)));
    const known = lookUpKnownKeys({ text: texts.join('\n'), address: host.address, port: host.port });
    const recorded = EnrolledKey.safeParse(await state.get(enrolledKey(name)));
    // An enrolment means the address that was asked then, not whatever has the name today.
    const fits = recorded.success && recorded.data.address === host.address && recorded.data.port === host.port;
    return { host, known, enrolled: fits ? recorded.data : undefined };
  }

  async #readKnownHosts(path: string): Promise<string> {
    try {
      return await readFile(this.#options.resolvePath(path), 'utf8');
    } catch (error) {
      throw new LineclearError('not_configured', `The file of known hosts "${path}" cannot be read.`, {
        hint: 'Correct known_hosts in the settings of the profile.',
        details: { reason: 'known_hosts_unreadable' },
        effect: 'none',
        cause: error,
      });
    }
  }

  async #closeIdle(idleMs: number): Promise<void> {
    for (const [host, opening] of this.#open) {
      // oxlint-disable-next-line no-await-in-loop -- the list changes meanwhile
      const connection = await opening.catch(() => undefined);
      if (connection === undefined || connection.idleMs < idleMs) continue;
      this.#forget({ host, opening });
      connection.close();
    }
  }
}

/** Where the enrolled key of a host is recorded in the plugin's state. */
export const enrolledKey = (host: string): string => `host_key/${host}`;

const abandonable = async <Value>({ promise, signal }: { promise: Promise<Value>; signal: AbortSignal }): Promise<Value> => {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
