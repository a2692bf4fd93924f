import { setTimeout as delay } from 'node:timers/promises';
import type { Http } from '../http/open-http.ts';
import type { AnyConnection, Live } from '../plugin/connection.ts';
import type { Clock, Log } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Profile } from '../profiles/types.ts';
import { pathBelow } from './secret-files.ts';

export type Mode = 'read' | 'write';

export interface OpeningParts {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Makes the HTTP of one opening, so that closing one closes its sockets. */
  readonly openHttp: (mode: Mode) => Http;
  readonly clock: Clock;
  readonly logger: Log;
  readonly redactor: Redactor;
  readonly protectedPaths: readonly string[];
  /** The folder that relative paths in profiles mean. */
  readonly folder: string;
}

/** One door of one connection in one profile, open or about to be. */
export interface Opening {
  readonly name: { readonly connection: string; readonly profile: string; readonly mode: Mode };
  readonly live: Promise<Live<unknown, unknown>>;
  readonly http: Http;
}

/** Starts to open a connection; `live` rejects with `profile_not_found` or `not_configured` where there are no settings for it. */
export const openConnection = ({
  connection,
  profile,
  mode,
  parts,
}: {
  connection: AnyConnection;
  profile: string;
  mode: Mode;
  parts: OpeningParts;
}): Opening => {
  const http = parts.openHttp(mode);
  const live = connect({ connection, profile, mode, parts, http });
  live.catch(() => closeHttp({ http, log: parts.logger }));
  return { name: { connection: connection.id, profile, mode }, live, http };
};

/** Closes what a connection opened, then its HTTP. Never rejects: one that will not let go must not keep the others open. */
export const closeOpening = async ({
  opening: { name, live, http },
  log,
  graceMs = 5_000,
}: {
  opening: Opening;
  log: Log;
  graceMs?: number | undefined;
}): Promise<void> => {
  const closeLive = async (): Promise<'closed'> => {
    const opened = await live.catch(() => undefined);
    await opened?.close?.();
    return 'closed';
  };
  try {
    const outcome = await Promise.race([closeLive(), delay(graceMs, 'late', { ref: false })]);
    if (outcome === 'late') log.warn({ ...name, graceMs }, 'connection did not close in time');
  } catch (error) {
    log.warn({ ...name, error }, 'connection did not close');
  }
  await closeHttp({ http, log });
};

const closeHttp = ({ http, log }: { http: Http; log: Log }): Promise<void> =>
  http.close().catch((error: unknown) => log.warn({ error }, 'connection did not close'));

const connect = async ({
  connection,
  profile: name,
  mode,
  parts,
  http,
}: {
  connection: AnyConnection;
  profile: string;
  mode: Mode;
  parts: OpeningParts;
  http: Http;
}): Promise<Live<unknown, unknown>> => {
  const { profiles, folder, protectedPaths, clock, logger } = parts;
  const profile = profiles.get(name);
  if (profile === undefined) {
    throw new LineclearError('profile_not_found', `There is no profile "${name}".`, {
      details: { profiles: [...profiles.keys()] },
    });
  }
  if (!profile.connections.has(connection.id)) throw notConfigured({ connection: connection.id, profile: name, profiles });
  return connection.connect({
    profile: profile.connections.get(connection.id),
    info: { name, tier: profile.tier },
    http: http.open,
    mode,
    log: logger,
    clock,
    resolvePath: pathBelow(folder),
    protectedPaths,
  });
};

const notConfigured = ({
  connection,
  profile,
  profiles,
}: {
  connection: string;
  profile: string;
  profiles: ReadonlyMap<string, Profile>;
}): LineclearError => {
  const elsewhere = [...profiles.values()].filter(({ connections }) => connections.has(connection)).map(({ name }) => name);
  return new LineclearError('not_configured', `The profile "${profile}" has no connection "${connection}".`, {
    hint:
      elsewhere.length === 0
        ? `Add "${connection}" to a profile of the configuration.`
        : `Name a profile that has it: ${elsewhere.join(', ')}; or add "${connection}" to this one.`,
    details: { profiles: elsewhere },
  });
};
