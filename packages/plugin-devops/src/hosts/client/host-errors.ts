import { type ErrorCode, LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostKey, Trust } from './host-key.ts';

/** What ssh2 puts on the errors of a client. */
interface ClientError extends Error {
  readonly level?: string;
  readonly code?: string | number;
}

/** A host that the settings do not name. */
export const noSuchHost = (name: string): LineclearError =>
  new LineclearError('not_found', `There is no host ${quoted(name)} in this profile.`, {
    hint: 'Use a name that host_list shows.',
    details: { reason: 'no_such_host', host: name },
  });

/** A key that is not accepted; nothing was sent to the host beyond the exchange of keys. */
export const keyNotAccepted = ({
  host,
  trust,
  presented,
  hasAuthority,
}: {
  host: string;
  trust: Trust;
  presented: HostKey;
  hasAuthority: boolean;
}): LineclearError => {
  const facts = { host, type: presented.type, fingerprint: presented.fingerprint };
  if (trust === 'unknown') {
    return new LineclearError('forbidden', `The key of the host ${quoted(host)} is not known, so nothing was sent to it.`, {
      hint: 'Compare the fingerprint with the host, then use host_enrol, or pin it in host_keys.',
      details: { reason: 'host_key_unknown', ...facts, ...(hasAuthority && { note: '@cert-authority lines are not supported' }) },
      effect: 'none',
    });
  }
  const revoked = trust === 'revoked';
  return new LineclearError(
    'forbidden',
    `The host ${quoted(host)} presented a key that ${revoked ? 'is revoked' : 'is not the one on record'}; nothing was sent to it.`,
    {
      hint: 'Somebody may stand between. Ask the operator to check the host and its key; nothing here overrides this.',
      details: { reason: revoked ? 'host_key_revoked' : 'host_key_changed', ...facts },
      effect: 'none',
    },
  );
};

/** An error of ssh2 before a connection was there: nothing was run. */
export const cannotConnect = ({ host, error }: { host: string; error: unknown }): LineclearError => {
  if (LineclearError.is(error)) return error;
  const { level, code } = fieldsOf(error);
  const failure = (name: ErrorCode, reason: string, sentence: string, hint?: string) =>
    new LineclearError(name, `The host ${quoted(host)} ${sentence}.`, {
      ...(hint !== undefined && { hint }),
      details: { reason, host, ...(typeof code === 'string' && { errno: code }) },
      effect: 'none',
      cause: error,
    });
  if (level === 'client-authentication') {
    return failure(
      'unauthenticated',
      'login_refused',
      'did not accept the account',
      'Check user, identity and password of the host.',
    );
  }
  if (level === 'client-timeout') return failure('timeout', 'connect_timeout', 'did not answer in time');
  if (level === 'client-dns') return failure('unreachable', 'no_address', 'has an address that cannot be resolved');
  if (level === 'client-socket') return failure('unreachable', 'no_connection', 'cannot be reached');
  if (level === 'handshake') return failure('upstream_error', 'handshake_failed', 'and this server found no common way to talk');
  return failure('unreachable', 'no_connection', 'closed the connection before it was of use');
};

/** The private key of the settings cannot be read. */
export const badIdentity = (host: string): LineclearError =>
  new LineclearError('not_configured', `The private key of the host ${quoted(host)} cannot be read.`, {
    hint: 'Check identity and passphrase: it takes the text of a private key in PEM or OpenSSH form.',
    details: { reason: 'bad_identity', host },
    effect: 'none',
  });

/** The connection ended under something that was running; whether that goes on is not known. */
export const connectionLost = ({ host, why }: { host: string; why: 'closed' | 'silent' }): LineclearError =>
  new LineclearError(
    'unreachable',
    `The connection to the host ${quoted(host)} was lost${why === 'silent' ? ': it stopped answering' : ''}.`,
    {
      hint: 'Call again: it connects anew. What was running there may still run.',
      details: { reason: 'connection_lost', host },
      effect: 'unknown',
    },
  );

/** The host itself could not connect to an address that it was asked for. */
export const cannotForward = ({ host, error }: { host: string; error: unknown }): LineclearError =>
  new LineclearError('unreachable', `The host ${quoted(host)} cannot reach that address, or may not forward to it.`, {
    hint: 'Check that something listens there, and AllowTcpForwarding of the host.',
    details: { reason: 'not_forwarded', host },
    effect: 'none',
    cause: error,
  });

/** The server refused to start a command or the file transfer on an open connection; nothing ran. */
export const denied = (host: string): LineclearError =>
  new LineclearError('unsupported', `The SSH server of the host ${quoted(host)} does not allow this.`, {
    hint: 'Ask the operator: the server may allow the account no commands, or have no file transfer.',
    details: { reason: 'denied', host },
    effect: 'none',
  });

/** Too many callers wait for this host, or its server admits no more sessions. */
export const hostIsBusy = ({ host, reason }: { host: string; reason: 'queue_full' | 'max_sessions' }): LineclearError =>
  new LineclearError('rate_limited', `The host ${quoted(host)} takes no more commands at the moment.`, {
    hint: 'Call again later; the operator may raise MaxSessions there, or lower channels of the host.',
    retryAfterS: 2,
    details: { reason, host },
    effect: 'none',
  });

const fieldsOf = (error: unknown): Pick<ClientError, 'level' | 'code'> => {
  if (!(error instanceof Error)) return {};
  const level = 'level' in error && typeof error.level === 'string' ? error.level : undefined;
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  return { ...(level !== undefined && { level }), ...(code !== undefined && { code }) };
};
