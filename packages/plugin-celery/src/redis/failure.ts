import type { Effect } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import { missingRule } from './access.ts';
import type { RedisAddress } from './address.ts';
import { placeOf } from './address.ts';

/** What was going on when Redis failed. */
export interface Circumstance {
  readonly address: RedisAddress;
  /** The command that was sent; undefined while connecting. */
  readonly command: readonly string[] | undefined;
}

/** Turns whatever the driver throws into a coded error. A command that was cut off may have been done: `effect: 'unknown'`. */
export const toLineclearError = ({ error, address, command }: { error: unknown } & Circumstance): LineclearError => {
  if (LineclearError.is(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  // Redis's own refusals start with a word in capitals; the driver's errors are sentences.
  const word = /^[A-Z]{2,}(?= |$)/.exec(text)?.[0];
  if (word === undefined) return unreachable({ address, cause: error, effect: command === undefined ? 'none' : 'unknown' });
  return refused({ word, text, address, command, cause: error });
};

/** For steps that come before the first change: whatever fails in them, nothing has been done. */
export const withoutEffect = <Value>(step: Promise<Value>): Promise<Value> =>
  step.catch((error: unknown) => {
    throw withEffect({ error, effect: 'none' });
  });

/** For commands that travel beside the one that changes something: only that one knows whether it was done. */
export const withEffectOf = <Value>({ steps, change }: { steps: Promise<Value>; change: Promise<unknown> }): Promise<Value> =>
  steps.catch(async (error: unknown) => {
    const effect = await change.then(
      () => 'unknown' as const,
      (failure: unknown) => (LineclearError.is(failure) ? failure.effect : 'unknown'),
    );
    throw withEffect({ error, effect });
  });

/** For keys whose names others decide: what is of another type than asked for is another application's, and nothing to us. */
export const orNotOurs = <Value>({ step, instead }: { step: Promise<Value>; instead: Value }): Promise<Value> =>
  step.catch((error: unknown) => {
    if (LineclearError.is(error) && error.details?.['reason'] === reasons['WRONGTYPE']) return instead;
    throw error;
  });

const withEffect = ({ error, effect }: { error: unknown; effect: Effect }): unknown => {
  if (!LineclearError.is(error) || error.effect === effect) return error;
  const { hint, retryAfterS, details } = error;
  return new LineclearError(error.code, error.message, { hint, retryAfterS, details, effect, cause: error });
};

export const unreachable = ({
  address,
  cause,
  effect,
}: {
  address: RedisAddress;
  cause?: unknown;
  effect: Effect;
}): LineclearError => {
  // Such as ECONNREFUSED or SELF_SIGNED_CERT_IN_CHAIN.
  const reason = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  const isDistrust = reason !== undefined && /CERT|SIGNATURE|ISSUER/.test(reason);
  return new LineclearError('unreachable', `Redis at ${placeOf(address)} cannot be reached.`, {
    effect,
    cause,
    details: reason === undefined ? undefined : { reason },
    hint: isDistrust ? 'Its certificate is not trusted: name its authority with ssl_ca_certs in the Redis URL.' : undefined,
  });
};

export const timedOut = ({ address, command }: { address: RedisAddress; command: readonly string[] }): LineclearError =>
  new LineclearError('timeout', `Redis at ${placeOf(address)} did not answer ${command[0] ?? ''} in time.`, {
    effect: 'unknown',
  });

const refused = ({
  word,
  text,
  address,
  command = [],
  cause,
}: { word: string; text: string; cause: unknown } & Omit<Circumstance, 'command'> & {
    command?: readonly string[] | undefined;
  }): LineclearError => {
  const place = placeOf(address);
  if (word === 'WRONGPASS' || word === 'NOAUTH' || /\bAUTH\b|invalid password/i.test(text)) {
    return new LineclearError('unauthenticated', `Redis at ${place} does not accept the user name or password.`, {
      hint: 'Check the credentials in the broker and result backend URLs of this profile.',
      details: { reason: word === 'NOAUTH' ? 'password_missing' : 'wrong_password' },
      cause,
    });
  }
  if (word === 'NOPERM') {
    const rule = missingRule({ refusal: text, command });
    const user = address.username ?? 'default';
    return new LineclearError('forbidden', `The Redis user ${user} lacks the rule ${rule}.`, {
      hint: `Ask the operator to run: ACL SETUSER ${user} ${rule}`,
      details: { reason: 'acl', missing_rule: rule, user },
      cause,
    });
  }
  if (word === 'LOADING' || word === 'MASTERDOWN' || word === 'CLUSTERDOWN') {
    return new LineclearError('unreachable', `Redis at ${place} is not ready yet.`, { effect: 'none', retryAfterS: 1, cause });
  }
  // A command that Redis refuses has changed nothing.
  return new LineclearError('upstream_error', `Redis at ${place} refused ${command[0] ?? 'the connection'}.`, {
    effect: 'none',
    hint:
      word === 'WRONGTYPE'
        ? 'A key of Celery holds something else: another application may use the same database. Ask the operator to give each its own.'
        : undefined,
    details: { reason: reasons[word] ?? 'refused', upstream: text },
    cause,
  });
};

const reasons: Readonly<Record<string, string>> = {
  OOM: 'out_of_memory',
  READONLY: 'read_only_replica',
  MISCONF: 'cannot_persist',
  WRONGTYPE: 'wrong_type',
};
