import type { Duplex } from 'node:stream';
import type { SFTPWrapper } from 'ssh2';
import type { HostSettings, Settings } from '../settings.ts';
import { commandLine } from './command.ts';
import { elevationOf } from './elevation.ts';
import type { ExpectedTrust, HostKey, Trust } from './host-key.ts';
import type { HostCall, Hosts } from './hosts.ts';
import { checkReaderCommand } from './reader-commands.ts';
import { readOutcome, type RunOutcome } from './read-outcome.ts';
import { type ChannelEnd, runChannel } from './run-channel.ts';
import { queryScript } from './scripts.ts';
import { stopGroup } from './stop-group.ts';
import { refusedStart } from './refused-start.ts';

export interface Query extends HostCall {
  /** A program that only reads, and its arguments, as `readerCommands` of the connection admits them. */
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** As root, by the way that the settings of the host name. */
  readonly elevate?: boolean;
  readonly timeoutMs?: number;
  /** How much of the output is kept, and half as much of the errors. */
  readonly limitBytes?: number;
  readonly onStdout?: (chunk: Buffer) => void;
}

/** The part of a file transfer that changes nothing. */
export type ReadingTransfer = Pick<
  SFTPWrapper,
  'stat' | 'lstat' | 'fstat' | 'readdir' | 'readlink' | 'realpath' | 'read' | 'createReadStream' | 'close' | 'end'
> & {
  open: (path: string, flags: 'r', done: (error: Error | undefined, handle: Buffer) => void) => void;
};

/** What reads and previews may do on the hosts of a profile. */
export class HostsReader {
  readonly #hosts: Hosts;

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  get settings(): Settings {
    return this.#hosts.settings;
  }

  get names(): readonly string[] {
    return this.#hosts.names;
  }

  /** What tools may touch on this machine, for the `confine` of the workspace. */
  get localFolders(): Hosts['localFolders'] {
    return this.#hosts.localFolders;
  }

  /** The settings of a host; `not_found` where there is none of this name. */
  find(host: string): HostSettings {
    return this.#hosts.find(host);
  }

  /** Connects, so that what follows is quick, and yields the key that was accepted. */
  async ready(call: HostCall): Promise<{ readonly presented: HostKey; readonly trust: Trust }> {
    const { presented, trust } = await this.#hosts.connect(call);
    return { presented, trust };
  }

  /** The key that a host presents now, with what is known of it; nothing more is asked. */
  askKey(call: HostCall): Promise<{ readonly presented: HostKey; readonly trust: Trust }> {
    return this.#hosts.askKey(call);
  }

  /** What is known of the key of a host, without asking it. */
  expectedKey(call: Pick<HostCall, 'host' | 'state'>): Promise<ExpectedTrust> {
    return this.#hosts.expected(call);
  }

  /** Runs a program that only reads. Its output is data of a stranger: bounded, and binary is told, not shown. */
  async query({ argv, elevate = false, stdin, timeoutMs = 15_000, limitBytes = 256 << 10, ...call }: Query): Promise<ChannelEnd> {
    checkReaderCommand(argv);
    const elevation = elevationOf({ name: call.host, host: this.find(call.host), elevate });
    const connection = await this.#hosts.connect(call);
    const end = await runChannel({
      connection,
      command: commandLine({ name: 'query', script: queryScript, words: [elevation.mode, ...argv] }),
      stdin: Buffer.concat([elevation.input, Buffer.from(stdin ?? '')]),
      timeoutMs,
      signal: call.signal,
      limitBytes,
      ...(call.onStdout !== undefined && { onStdout: call.onStdout }),
      stop: (group) => stopGroup({ connection, elevation, group }),
    });
    if (!end.said.startsWith('started')) throw refusedStart({ host: call.host, said: end.said });
    return end;
  }

  /** How the run of a plan stands; what was not started by now never starts. */
  async outcome(call: HostCall & { planId: string }): Promise<RunOutcome> {
    return readOutcome({ connection: await this.#hosts.connect(call), ...call });
  }

  /** Opens the file transfer of a host, to read. End it when it is done. */
  async transfer(call: HostCall): Promise<ReadingTransfer> {
    const connection = await this.#hosts.connect(call);
    return connection.sftp(call);
  }

  /** Connects from a host to an address that it reaches, such as a port on its loopback. Destroy the stream when it is done. */
  async forward({ address, port, ...call }: HostCall & { address: string; port: number }): Promise<Duplex> {
    const connection = await this.#hosts.connect(call);
    return connection.forward({ address, port, signal: call.signal });
  }
}
