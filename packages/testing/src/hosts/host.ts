import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Service } from '../services/start-service.ts';
import { startDaemon } from './daemon.ts';
import { Gate } from './gate.ts';
import type { SshKey } from './keys.ts';
import { makeSshKey } from './keys.ts';
import { sessionsOf, signal, startedOn, stopInPlace } from './processes.ts';

/** Who can log in to a host, and where. */
export interface Login {
  readonly name: string;
  readonly home: string;
  readonly password?: string;
}

export interface HostPlace {
  readonly name: string;
  readonly id: string;
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  readonly root: Login | undefined;
  readonly user: Login;
  readonly authorizedKeys: string;
  readonly config: readonly string[];
}

/** A machine as tests see it: an sshd with a host key, homes and programs of its own, behind a gate. */
export class TestHost {
  readonly name: string;
  /** Where to connect to; the same before and after a restart. */
  readonly address: string;
  readonly port: number;
  /** A folder for whatever a test puts on the host; everybody may read it. */
  readonly folder: string;
  /** The account `root`; absent where the tests do not run as root. */
  readonly root: Login | undefined;
  /** An account that is not root. */
  readonly user: Login;
  /** The network between the tests and the host. */
  readonly gate: Gate;
  readonly #place: HostPlace;
  #key: SshKey | undefined;
  #daemon: Service | undefined;
  #keys = 0;

  constructor(place: HostPlace) {
    this.#place = place;
    this.name = place.name;
    this.address = place.address;
    this.port = place.port;
    this.folder = place.folder;
    this.root = place.root;
    this.user = place.user;
    this.gate = new Gate({
      address: place.address,
      port: place.port,
      target: () => ({ address: '127.0.0.1', port: this.#running.port }),
    });
  }

  /** The key that the host shows. */
  get key(): SshKey {
    if (this.#key === undefined) throw new Error(`${this.name} was never started.`);
    return this.#key;
  }

  /** Its line of a known_hosts file. */
  get knownHost(): string {
    return `[${this.address}]:${this.port} ${this.key.publicKey}`;
  }

  /** The folder that comes first on the PATH of its sessions. */
  get bin(): string {
    return join(this.folder, 'bin');
  }

  /** What its sshd printed since it was started last. */
  log(): string {
    return this.#running.log();
  }

  /** Starts it, or starts it again: every session ends, and what they started goes on. With `newKey` it shows another key. */
  async start({
    newKey = false,
    config = this.#place.config,
  }: { newKey?: boolean; config?: readonly string[] } = {}): Promise<void> {
    await this.#down();
    const { id, authorizedKeys, root, user } = this.#place;
    if (newKey || this.#key === undefined) {
      this.#key = await makeSshKey({ folder: this.folder, name: `host_key_${(this.#keys += 1)}` });
    }
    this.#daemon = await startDaemon({
      id,
      authorizedKeys,
      config,
      hostKey: this.#key.path,
      bin: this.bin,
      homes: { root: (root ?? user).home, user: user.home },
    });
    await this.gate.admit();
  }

  /** Switches it off: sessions end with everything that they started, and connections are refused. */
  async stop(): Promise<void> {
    await this.#down();
    // One that was killed stands in /proc until the system has taken it apart; another may have been started by it meanwhile.
    for (let left = await this.processes(); left.length > 0; left = await this.processes()) {
      signal(left, 'SIGKILL');
      await setImmediate();
    }
  }

  /** Stops the processes of its open sessions where they are: a host that answers no more. With `all`, it greets nobody new either. `thaw` undoes it. */
  async freeze({ all = false }: { all?: boolean } = {}): Promise<void> {
    const { pid } = this.#running;
    await stopInPlace([...(all ? [pid] : []), ...(await sessionsOf(pid))]);
  }

  async thaw(): Promise<void> {
    const { pid } = this.#running;
    signal([pid, ...(await sessionsOf(pid))], 'SIGCONT');
  }

  /** The ids of the processes that its sessions started and that still run, also after their session has ended. */
  processes(): Promise<readonly number[]> {
    return startedOn(this.#place.id);
  }

  /** Puts a program on the PATH of its sessions, before one of the same name. */
  async install({ program, text }: { program: string; text: string }): Promise<void> {
    const file = join(this.bin, program);
    await writeFile(file, text);
    await chmod(file, 0o755);
  }

  get #running(): Service {
    if (this.#daemon === undefined) throw new Error(`${this.name} does not run.`);
    return this.#daemon;
  }

  async #down(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined) return;
    this.gate.refuse();
    this.#daemon = undefined;
    this.gate.cut();
    const sessions = await sessionsOf(daemon.pid);
    // One that was frozen would hear no other signal.
    signal(sessions, 'SIGKILL');
    await daemon.stop();
  }
}
