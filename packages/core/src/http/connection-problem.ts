import { LineclearError } from '../plugin/errors.ts';

/** The error of a connection that could not be made, or that ended before the answer did. */
export const connectionProblem = ({
  name,
  host,
  isSent,
  cause,
}: {
  /** `GET /tasks/7 at tasker.example.com` */
  name: string;
  host: string;
  isSent: boolean;
  cause: unknown;
}): LineclearError => {
  const code = codeOf(cause);
  const effect = isSent ? 'unknown' : 'none';
  if (isSent && isProtocolError(cause)) {
    return new LineclearError('upstream_error', `${name} was answered with something that is not HTTP.`, {
      effect,
      cause,
      details: { reason: 'protocol', code },
    });
  }
  if (isSent) {
    return new LineclearError('unreachable', `The connection broke during ${name}.`, {
      effect,
      cause,
      details: { reason: 'reset', code },
    });
  }
  const { reason, message, hint } = explanations.find(({ codes }) => codes.test(code)) ?? unexplained;
  return new LineclearError('unreachable', `${host} ${message}.`, { hint, effect, cause, details: { reason, code } });
};

const explanations = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    reason: 'dns',
    message: 'cannot be found',
    hint: 'Check the host name in the profile and the network of this machine.',
  },
  {
    codes: /^ECONNREFUSED$/,
    reason: 'refused',
    message: 'refuses connections',
    hint: 'Start the backend, or correct the port in the profile.',
  },
  {
    codes: /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/,
    reason: 'no_route',
    message: 'does not answer',
    hint: 'Check the network between this machine and the backend: VPN, firewall, proxy.',
  },
  {
    codes: /CERT|TLS|SSL|EPROTO|UNABLE_TO|SELF_SIGNED|HOSTNAME/,
    reason: 'tls',
    message: 'cannot be trusted or does not speak TLS',
    hint: 'Check https or http in the URL, the certificate, and the CA in the profile.',
  },
] as const;

const unexplained = {
  reason: 'connection',
  message: 'cannot be reached',
  hint: 'Call connection_status to see which connection is down.',
};

// With several addresses to try, the code stands in the errors of the single attempts.
const codeOf = (cause: unknown): string => {
  if (cause instanceof AggregateError) return codeOf(cause.errors.at(0));
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

const isProtocolError = (cause: unknown): boolean =>
  cause instanceof Error && (cause.name === 'HTTPParserError' || cause.name === 'HeadersOverflowError');
