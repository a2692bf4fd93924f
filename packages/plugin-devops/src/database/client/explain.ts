import { fence, LineclearError } from '@lineclear/core/plugin';

/** What the server or the socket said, as the library throws it. */
interface Problem {
  /** A SQLSTATE, or the errno of a socket. */
  readonly code: string;
  readonly text: string;
  /** The server said it; otherwise the connection broke, or was never there. */
  readonly isAnswer: boolean;
}

/**
 * The error of the closed table for what went wrong with a database. `isSent` says whether a statement that writes may have arrived;
 * where the server refused a statement, nothing of it took effect.
 */
export const explain = ({
  error,
  database,
  isSent = false,
}: {
  error: unknown;
  database: string;
  isSent?: boolean;
}): LineclearError => {
  if (LineclearError.is(error)) return error;
  const { code, text, isAnswer } = problemOf(error);
  // A backend that is ended says so while a commit may have been done.
  const isRefusal = isAnswer && !/^(?:57P|08)/.test(code);
  const effect = isSent && !isRefusal ? 'unknown' : 'none';
  const details = {
    database,
    ...(code !== '' && { sqlstate: code }),
    upstream: fence(text, { source: 'Postgres', limit: 500 }),
  };
  const said = meaningOf({ code, text, isAnswer });
  return new LineclearError(said.code, said.message.replace('{database}', database), {
    hint: said.hint,
    details: { ...details, reason: said.reason },
    ...(said.code === 'rate_limited' && { retryAfterS: 5 }),
    effect,
    cause: error,
  });
};

/** The SQLSTATE that the server gave for an error of the library; undefined for every other error. */
export const sqlstateOf = (error: unknown): string | undefined => {
  const { code, isAnswer } = problemOf(error);
  return isAnswer ? code : undefined;
};

/** Whether the connection broke, so that the same question can be asked again over a new one. */
export const isBroken = (error: unknown): boolean => {
  if (LineclearError.is(error)) return false;
  const { code, isAnswer } = problemOf(error);
  return !isAnswer || /^57P0[123]$/.test(code);
};

const problemOf = (error: unknown): Problem => {
  if (!(error instanceof Error)) return { code: '', text: String(error), isAnswer: false };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, text: error.message, isAnswer: 'severity' in error && /^[0-9A-Z]{5}$/.test(code) };
};

type Meaning = { code: LineclearError['code']; message: string; hint?: string; reason: string };

const meaningOf = ({ code, text, isAnswer }: Problem): Meaning => {
  if (!isAnswer) return unanswered({ code, text });
  const [, meaning] = answered.find(([pattern]) => pattern.test(code)) ?? [];
  return meaning ?? { code: 'upstream_error', message: 'The database {database} did not do it.', reason: 'sql_error' };
};

const answered: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^28/,
    {
      code: 'unauthenticated',
      message: 'The server of {database} does not accept the role or its password.',
      hint: 'Check user and password of this database in the profile, and pg_hba.conf of the server.',
      reason: 'login',
    },
  ],
  [/^3D000$/, { code: 'not_found', message: 'The server has no such database for {database}.', reason: 'no_database' }],
  [
    /^42501$/,
    {
      code: 'forbidden',
      message: 'The role lacks a right for this in {database}.',
      hint: 'Ask the operator to grant it: pg_monitor and pg_read_all_data to the reader, ownership to the writer.',
      reason: 'privilege',
    },
  ],
  [
    /^25006$/,
    {
      code: 'forbidden',
      message: 'Something in {database} tried to write during a read; nothing was written.',
      hint: 'Look at the functions and policies of the tables that were read.',
      reason: 'read_only',
    },
  ],
  [
    /^57014$/,
    {
      code: 'timeout',
      message: 'A statement in {database} took too long, and was ended.',
      hint: 'Ask for less, or ask the operator to raise statement_timeout_ms (for migrations, backups and restores: migration_timeout_ms).',
      reason: 'statement_timeout',
    },
  ],
  [
    /^55P03$/,
    {
      code: 'timeout',
      message: 'A lock in {database} was not to be had in time; nothing was done.',
      hint: 'See who holds it with db_locks, and try again later.',
      reason: 'lock_timeout',
    },
  ],
  [
    /^53300$/,
    { code: 'rate_limited', message: 'The server of {database} has no connection left.', reason: 'too_many_connections' },
  ],
  [/^(?:57P|08)/, { code: 'unreachable', message: 'The server of {database} ended the connection.', reason: 'server_ended' }],
];

const unanswered = ({ code, text }: { code: string; text: string }): Meaning => {
  if (/SSL|certificate|altnames|CERT/i.test(`${code} ${text}`)) {
    return {
      code: 'unreachable',
      message: 'The connection to {database} cannot be protected.',
      hint: 'Give the certificate of the server in tls.ca, or turn TLS on there; tls.mode off is for a network that you trust.',
      reason: 'tls',
    };
  }
  if (/timeout/i.test(text) || code === 'ETIMEDOUT') {
    return { code: 'timeout', message: 'The server of {database} did not answer in time.', reason: 'no_answer' };
  }
  return { code: 'unreachable', message: 'The server of {database} cannot be reached.', reason: 'connection' };
};
