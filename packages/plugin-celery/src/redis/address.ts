import { LineclearError } from '@lineclear/core/plugin';

/** Where a Redis is, as Celery's URLs say it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** Path of a Unix socket, instead of host and port. */
  readonly socketPath: string | undefined;
  readonly isTls: boolean;
  /** False with `ssl_cert_reqs=none`: any certificate is taken. */
  readonly verifiesCertificate: boolean;
  /** Files in PEM: the authority that is trusted, and the own certificate with its key. */
  readonly tlsFiles: { readonly ca: string | undefined; readonly cert: string | undefined; readonly key: string | undefined };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

/**
 * Reads `redis://`, `rediss://` and `redis+socket://` URLs with Celery's parameters (`virtual_host`, `db`, `ssl_*`).
 * Throws `unsupported` for other brokers and `invalid_input` for what is no URL; neither repeats the URL, which may hold a password.
 */
export const parseRedisUrl = (text: string): RedisAddress => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined)
    throw new LineclearError('invalid_input', 'The Redis URL is not a URL.', { hint: 'Write redis://host:6379/0.' });
  const isSocket = url.protocol === 'redis+socket:';
  if (!isSocket && url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new LineclearError('unsupported', `${url.protocol}// is no Redis that can be reached directly.`, {
      hint: 'Use redis://, rediss:// or redis+socket://; Sentinel and Cluster are not supported.',
    });
  }
  const database = Number(
    url.searchParams.get('virtual_host') ?? url.searchParams.get('db') ?? (isSocket ? '0' : url.pathname.slice(1)),
  );
  if (!Number.isInteger(database) || database < 0) {
    throw new LineclearError('invalid_input', 'The database in the Redis URL is not a number.', {
      hint: 'Write redis://host:6379/0.',
    });
  }
  return {
    host: url.hostname === '' ? 'localhost' : url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 6379 : Number(url.port),
    socketPath: isSocket ? decodeURIComponent(url.pathname) : undefined,
    isTls: url.protocol === 'rediss:',
    verifiesCertificate: !/^(cert_)?none$/i.test(url.searchParams.get('ssl_cert_reqs') ?? ''),
    tlsFiles: {
      ca: url.searchParams.get('ssl_ca_certs') ?? undefined,
      cert: url.searchParams.get('ssl_certfile') ?? undefined,
      key: url.searchParams.get('ssl_keyfile') ?? undefined,
    },
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
    database,
  };
};

/** Host and port for messages; never a password. */
export const placeOf = ({ host, port, socketPath }: RedisAddress): string => socketPath ?? `${host}:${port}`;
