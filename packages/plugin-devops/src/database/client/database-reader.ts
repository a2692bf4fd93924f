import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { DatabaseSettings, Settings } from '../settings.ts';
import { Pools, type ReadCall } from './pools.ts';

/** The databases of a profile as their readers see them. Every question is one of this plugin's own. */
export class DatabaseReader {
  readonly #pools: Pools;
  readonly #settings: Settings;
  readonly #resolvePath: (path: string) => string;

  constructor({ settings, resolvePath }: { settings: Settings; resolvePath: (path: string) => string }) {
    this.#settings = withPaths({ settings, resolvePath });
    this.#pools = new Pools(this.#settings);
    this.#resolvePath = resolvePath;
  }

  get settings(): Settings {
    return this.#settings;
  }

  settingsOf(database: string): DatabaseSettings {
    return this.#pools.settingsOf(database);
  }

  /** Runs `work` in a transaction that cannot write. */
  read<Result>(call: ReadCall<Result>): Promise<Result> {
    return this.#pools.read(call);
  }

  /** The absolute path of a folder that the settings name; `not_configured` where they do not. */
  folder({ database, kind }: { database: string; kind: 'migrations' | 'backups' }): string {
    const path = this.settingsOf(database)[kind];
    if (path !== undefined) return this.#resolvePath(path);
    throw new LineclearError('not_configured', `The profile names no folder of ${kind} for ${database}.`, {
      hint: `Ask the operator to set databases.${database}.${kind} in the profile.`,
      details: { reason: `no_${kind}` },
    });
  }

  /** The version of every server, or why it does not answer; throws where none does. */
  async health({ signal }: { signal: AbortSignal }): Promise<Readonly<Record<string, string>>> {
    const names = Object.keys(this.#settings.databases);
    const asked = await Promise.allSettled(names.map((database) => this.#version({ database, signal })));
    const failed = asked.find((one) => one.status === 'rejected');
    if (failed !== undefined && asked.every(({ status }) => status === 'rejected')) throw failed.reason;
    return Object.fromEntries(
      asked.map((one, index) => [names[index] ?? '', one.status === 'fulfilled' ? one.value : reasonOf(one.reason)]),
    );
  }

  close(): void {
    this.#pools.close();
  }

  async #version({ database, signal }: { database: string; signal: AbortSignal }): Promise<string> {
    const text = "SELECT current_setting('server_version') AS version";
    const row = await this.read({ database, signal, work: (session) => session.row({ text, schema: Version }) });
    return row?.version ?? '';
  }
}

/** Relative paths mean the folder of the configuration file; a bare name of a program is looked for on PATH. */
const withPaths = ({ settings, resolvePath }: { settings: Settings; resolvePath: (path: string) => string }): Settings => {
  const { pg_dump: dump, pg_restore: restore } = settings.programs;
  const place = (program: string): string => (program.includes('/') ? resolvePath(program) : program);
  return {
    ...settings,
    programs: { pg_dump: place(dump), pg_restore: place(restore) },
    databases: Object.fromEntries(
      Object.entries(settings.databases).map(([name, { tls, ...one }]) => [
        name,
        { ...one, tls: tls.ca === undefined ? tls : { ...tls, ca: resolvePath(tls.ca) } },
      ]),
    ),
  };
};

const Version = z.object({ version: z.string() });

const reasonOf = (error: unknown): string => (LineclearError.is(error) ? error.code : 'internal');
