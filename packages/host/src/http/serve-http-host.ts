import type { Composition } from '@lineclear/core';
import { createAuthenticate } from '../auth/authenticate.ts';
import { firstToken } from '../auth/first-token.ts';
import { activeProfile } from '../caller.ts';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Flags } from '../flags.ts';
import { type HostSpec, shortName } from '../host-spec.ts';
import type { Parts } from '../parts.ts';
import { releaseMemorySoon } from '../release-memory.ts';
import { recordServing } from '../serving-events.ts';
import { listenForStop } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { withParts } from '../with-parts.ts';
import { type Address, allowedHosts, isLoopback, urlOf } from './address.ts';
import { banner } from './banner.ts';
import { serveHttp } from './serve-http.ts';

// Shorter than the half minute after which supervisors kill; people press Ctrl-C again.
const graceMs = 25_000;

export interface ServeHttpOptions {
  readonly spec: HostSpec;
  readonly surroundings: Surroundings;
  readonly flags: Flags;
  readonly address: Address;
  /** False asks for no token: only on loopback, and nobody can write. */
  readonly withAuth: boolean;
  /** What people type before a command's name. */
  readonly command: string;
}

/** Serves many clients over HTTP until a signal asks to stop; then running calls finish first. */
export const serveHttpHost = async ({
  spec,
  surroundings,
  flags,
  address,
  withAuth,
  command,
}: ServeHttpOptions): Promise<void> => {
  if (!withAuth && !isLoopback(address.host)) {
    throw new ExitError({
      message: `Without tokens the server listens on loopback only, not on ${address.host}.`,
      hint: 'Leave --no-auth out, or listen on 127.0.0.1.',
      exitCode: exitCodes.usage,
    });
  }
  await withParts({
    spec,
    surroundings,
    flags,
    logLevel: 'info',
    withMetrics: true,
    work: async (parts) => {
      const composition = await parts.composition();
      const { host, token } = await open({ parts, composition, address, withAuth });
      const details = { version: spec.version, transport: 'http', url: urlOf(host.address), auth: withAuth };
      const stopped = recordServing({ audit: composition.audit, parts, details });
      const stopping = listenForStop({ surroundings, log: parts.log });
      const text = await banner({ parts, composition, address: host.address, token, command, name: shortName(spec) });
      surroundings.stdout.write(text);
      releaseMemorySoon();
      await stopping.asked;
      await host.drain({ graceMs });
      await stopped();
      stopping.release();
    },
  });
};

const open = async ({
  parts,
  composition,
  address,
  withAuth,
}: {
  parts: Parts;
  composition: Composition;
  address: Address;
  withAuth: boolean;
}) => {
  const config = await parts.config();
  const { clock } = parts.surroundings;
  const book = withAuth ? await parts.tokens() : undefined;
  const token = book === undefined ? undefined : await firstToken({ book, file: parts.folders.tokenFile });
  const authenticate = createAuthenticate({
    book,
    profiles: new Set(composition.profiles.keys()),
    active: activeProfile({ flags: parts.flags, profiles: composition.profiles.keys(), byDefault: config.profiles.default }),
    now: () => clock.now(),
  });
  const hosts = allowedHosts({ host: address.host, extra: config.hosts });
  const door = await composition.mcpHandler({
    authenticate,
    allowedHosts: hosts,
    allowedOrigins: ['localhost', '127.0.0.1', '[::1]', ...config.origins],
    clock,
  });
  const metrics = await parts.metrics();
  metrics.watch(() => door.stats());
  const host = await serveHttp({
    address,
    door,
    authenticate,
    isOwnHost: (name) => name !== undefined && hosts.includes(name.toLowerCase().replace(/:\d+$/, '')),
    metrics,
    store: await parts.store(),
    audit: composition.audit,
    now: () => clock.now(),
    log: parts.log,
  });
  if (!isLoopback(address.host)) {
    parts.log.warn(
      { host: address.host },
      'others can reach this address and nothing is encrypted: put a proxy with TLS in front',
    );
  }
  parts.log.info({ url: `${urlOf(host.address)}/mcp`, auth: withAuth }, 'serving HTTP');
  return { host, token };
};
