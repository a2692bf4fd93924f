import type { SFTPWrapper } from 'ssh2';
import { commandLine, recordName } from './command.ts';
import { elevationOf } from './elevation.ts';
import type { HostCall, Hosts } from './hosts.ts';
import { type ChannelEnd, runChannel } from './run-channel.ts';
import { HostsReader } from './hosts-reader.ts';
import { refusedStart } from './refused-start.ts';
import { runScript } from './scripts.ts';
import { stopGroup } from './stop-group.ts';

export interface Run extends HostCall {
  /** The plan's id: on a host, a plan runs once. A write of several runs adds a part, such as `<plan>.restart`. */
  readonly planId: string;
  readonly argv: readonly string[];
  /** Absolute; the home of the account when absent. */
  readonly cwd?: string | undefined;
  readonly stdin?: string | undefined;
  /** As root, by the way that the settings of the host name. */
  readonly elevate?: boolean;
  readonly timeoutMs: number;
  /** How much of the output is kept, and half as much of the errors; 32 KB when absent, which an answer holds with all that surrounds it. */
  readonly limitBytes?: number;
}

/** What a confirmed write may do on the hosts of a profile, beside what a reader may. */
export class HostsWriter {
  readonly #hosts: Hosts;
  readonly #sweptAt = new Map<string, number>();
  /** For a write that has to look at a host in between. */
  readonly reader: HostsReader;

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
    this.reader = new HostsReader(hosts);
  }

  /**
   * Runs a program once for a plan. The host keeps a record, so that `outcome` of the reader tells how it ended when the connection is
   * lost on the way. Throws `unreachable` with effect `unknown` then, and with effect `none` where nothing was started.
   */
  async run({
    argv,
    planId,
    cwd = '',
    stdin,
    elevate = false,
    timeoutMs,
    limitBytes = 32 << 10,
    ...call
  }: Run): Promise<ChannelEnd> {
    const elevation = elevationOf({ name: call.host, host: this.#hosts.find(call.host), elevate });
    const connection = await this.#hosts.connect(call);
    const input = stdin === undefined ? undefined : Buffer.from(stdin);
    const bytes = input === undefined ? '-' : String(input.length);
    const end = await runChannel({
      connection,
      command: commandLine({
        name: 'run',
        script: runScript,
        words: [recordName(planId), this.#isSweepDue(call.host) ? '1' : '0', cwd, bytes, elevation.mode, ...argv],
      }),
      stdin: Buffer.concat([elevation.input, input ?? Buffer.alloc(0)]),
      timeoutMs,
      signal: call.signal,
      limitBytes,
      stop: (group) => stopGroup({ connection, elevation, group }),
    });
    if (!end.said.startsWith('started')) throw refusedStart({ host: call.host, said: end.said });
    return end;
  }

  /** Opens the file transfer of a host. End it when it is done. */
  async transfer(call: HostCall): Promise<SFTPWrapper> {
    const connection = await this.#hosts.connect(call);
    return connection.sftp(call);
  }

  /** Old records are removed by the first run, and once an hour. */
  #isSweepDue(host: string): boolean {
    const now = performance.now();
    const last = this.#sweptAt.get(host);
    if (last !== undefined && now - last < hourMs) return false;
    this.#sweptAt.set(host, now);
    return true;
  }
}

const hourMs = 3_600_000;
