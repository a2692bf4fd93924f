import { readFile } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { RedisAddress } from './address.ts';

/** Milliseconds for a connection to be there. */
const connectTimeoutMs = 3_000;

/**
 * Loads the driver and opens one connection that never reconnects by itself: whoever holds it opens another, so that a command is
 * never sent a second time behind its caller's back. `onEnd` is called once, however the connection ends.
 */
export const openConnection = async ({ address, onEnd }: { address: RedisAddress; onEnd: () => void }) => {
  const { createClient } = await import('@redis/client');
  const { username, password, database } = address;
  const client = createClient({
    // The oldest protocol and no greetings: fewer commands that an ACL has to allow.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    database,
    socket: await socketOf(address),
  });
  let hasEnded = false;
  const end = () => {
    if (!hasEnded) onEnd();
    hasEnded = true;
  };
  // Every failure also rejects the call that it belongs to; an event without listener would end the process.
  client.on('error', end);
  client.on('end', end);
  // The driver limits the time for the socket alone; a frozen Redis takes connections and never answers the password.
  const late = setTimeout(() => client.destroy(), connectTimeoutMs);
  await client.connect().finally(() => clearTimeout(late));
  return client;
};

export type RedisConnection = Awaited<ReturnType<typeof openConnection>>;

const socketOf = async ({ host, port, socketPath, isTls, verifiesCertificate, tlsFiles }: RedisAddress) => {
  const wait = { connectTimeout: connectTimeoutMs, reconnectStrategy: false } as const;
  if (socketPath !== undefined) return { path: socketPath, ...wait };
  if (!isTls) return { host, port, ...wait };
  const [ca, cert, key] = await Promise.all([readPem(tlsFiles.ca), readPem(tlsFiles.cert), readPem(tlsFiles.key)]);
  const files = { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
  return { host, port, tls: true as const, rejectUnauthorized: verifiesCertificate, ...files, ...wait };
};

const readPem = async (path: string | undefined): Promise<Buffer | undefined> => {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new LineclearError('not_configured', `The certificate file ${path} cannot be read.`, {
      hint: 'Correct ssl_ca_certs, ssl_certfile or ssl_keyfile in the Redis URL of this profile.',
      details: { reason: 'certificate_file' },
      effect: 'none',
      cause: error,
    });
  }
};
