import type { RedisAddress } from './address.ts';

/** Milliseconds for a connection to be there. */
const connectTimeoutMs = 3_000;

/**
 * Loads the driver and opens one connection that never reconnects by itself: whoever holds it opens another, so that a command is
 * never sent a second time behind its caller's back. `onEnd` is called once, however the connection ends.
 */
export const openConnection = async ({ address, onEnd }: { address: RedisAddress; onEnd: () => void }) => {
  const { createClient } = await import('@redis/client');
  const { username, password, database, socketPath, isTls, verifiesCertificate, host, port } = address;
  const wait = { connectTimeout: connectTimeoutMs, reconnectStrategy: false } as const;
  const client = createClient({
    // The oldest protocol and no greetings: fewer commands that an ACL has to allow.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    database,
    socket:
      socketPath !== undefined
        ? { path: socketPath, ...wait }
        : isTls
          ? { host, port, tls: true, rejectUnauthorized: verifiesCertificate, ...wait }
          : { host, port, ...wait },
  });
  let hasEnded = false;
  const end = () => {
    if (!hasEnded) onEnd();
    hasEnded = true;
  };
  // Every failure also rejects the call that it belongs to; an event without listener would end the process.
  client.on('error', end);
  client.on('end', end);
  await client.connect();
  return client;
};

export type RedisConnection = Awaited<ReturnType<typeof openConnection>>;
