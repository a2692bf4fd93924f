import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.ts';
import { findBinary } from './binary.ts';
import type { ServiceBinary } from './binary.ts';
import { freePort } from './free-port.ts';
import { groupEnded } from './process-group.ts';
import type { Ready } from './ready.ts';
import { waitUntilReady } from './ready.ts';
import type { Account } from './unprivileged.ts';
import { unprivilegedAccount } from './unprivileged.ts';

/** What a starter's functions are given. */
export interface ServicePlace {
  /** A free loopback port. */
  readonly port: number;
  /** More free ports, as many as `extraPorts` asks for. */
  readonly extraPorts: readonly number[];
  /** A fresh folder, removed with the service. */
  readonly folder: string;
  /** The account that the service runs under, when it is another one than ours. */
  readonly account: Account | undefined;
}

export interface ServiceSpec {
  readonly binary: ServiceBinary;
  readonly args: (place: ServicePlace) => readonly string[];
  readonly env?: (place: ServicePlace) => Readonly<Record<string, string>>;
  /** Writes configuration, initialises data. */
  readonly prepare?: (place: ServicePlace) => Promise<void>;
  readonly ready: Ready;
  readonly extraPorts?: number;
  /** Runs under an unprivileged account when we are root; some servers refuse root. */
  readonly unprivileged?: boolean;
  /** How the service is asked to end; SIGTERM when absent. */
  readonly stopSignal?: NodeJS.Signals;
  /** Milliseconds until the service must answer; 60,000 when absent. */
  readonly readyMs?: number;
}

/** A running service on this machine, reachable from this machine only. */
export interface Service {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly extraPorts: readonly number[];
  readonly folder: string;
  readonly pid: number;
  /** Everything that the service printed so far. */
  log(): string;
  /** Ends the service with all its processes and removes its folder. */
  stop(): Promise<void>;
}

/** Starts a real service on a free loopback port with data of its own; throws `MissingService` when it is not installed. */
export const startService = async (spec: ServiceSpec): Promise<Service> => {
  const command = await findBinary(spec.binary);
  const { forget, ...place } = await makePlace(spec);
  const removeFolder = async (): Promise<void> => {
    await rm(place.folder, { recursive: true, force: true, maxRetries: 5 });
    forget();
  };
  let printed = '';
  try {
    await spec.prepare?.(place);
    const child = spawn(command, spec.args(place), {
      cwd: place.folder,
      env: { ...process.env, ...spec.env?.(place) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that one signal reaches its children too.
      detached: true,
      ...(place.account !== undefined && { uid: place.account.uid, gid: place.account.gid }),
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const stop = stopper({ child, signal: spec.stopSignal ?? 'SIGTERM', removeFolder });
    try {
      await waitUntilReady({ ready: spec.ready, place, child, log: () => printed, readyMs: spec.readyMs ?? 60_000 });
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      host: '127.0.0.1',
      port: place.port,
      extraPorts: place.extraPorts,
      folder: place.folder,
      pid: child.pid ?? 0,
      log: () => printed,
      stop,
    };
  } catch (error) {
    await removeFolder();
    throw new Error(`${spec.binary.command} did not start. ${String(error)}\n${printed.slice(-4000)}`, { cause: error });
  }
};

const makePlace = async (spec: ServiceSpec): Promise<ServicePlace & { readonly forget: () => void }> => {
  const account = spec.unprivileged === true ? await unprivilegedAccount() : undefined;
  // At once, and without a moment in between: a run that dies while the service is prepared must not leave it behind either.
  const folder = mkdtempSync(join(tmpdir(), `${spec.binary.command}-`));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  const [port = 0, ...extraPorts] = await freePort(1 + (spec.extraPorts ?? 0));
  return { port, extraPorts, folder, account, forget };
};

const stopper = ({
  child,
  signal,
  removeFolder,
}: {
  child: ChildProcess;
  signal: NodeJS.Signals;
  removeFolder: () => Promise<void>;
}) => {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = (how: NodeJS.Signals): void => {
    // The group is gone once its last process is.
    try {
      if (child.pid !== undefined) process.kill(-child.pid, how);
    } catch {
      return;
    }
  };
  const killAll = () => kill('SIGKILL');
  // A run that dies must leave no server behind; what writes into the folder ends before it is removed.
  const forget = atExit(killAll);
  let stopping: Promise<void> | undefined;
  return () =>
    (stopping ??= (async () => {
      kill(signal);
      const impatient = setTimeout(killAll, 10_000);
      await ended;
      clearTimeout(impatient);
      killAll();
      forget();
      if (child.pid !== undefined) await groupEnded(child.pid);
      await removeFolder();
    })());
};
