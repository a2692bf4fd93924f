import type { JsonObject } from '@lineclear/core/plugin';
import { Refusal } from '../../http/refusal.ts';
import type { Answer } from '../../http/route.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { apiVersionOf, resourceName } from '../model/kinds.ts';

/** One thing that is wrong with one field. */
export type Cause = { reason: string; message: string; field: string };

interface Failure {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer that says what went wrong: a Status object. */
export const failureAnswer = ({ code, reason, message, details, headers = {} }: Failure): Answer => ({
  status: code,
  headers,
  json: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details !== undefined && { details }),
    code,
  },
});

const failed = (failure: Failure): Refusal => new Refusal(failureAnswer(failure));

export const badRequest = (message: string): Refusal => failed({ code: 400, reason: 'BadRequest', message });

export const unauthorized = (): Refusal => failed({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });

/** The path itself is unknown. */
export const noSuchPath = (): Refusal =>
  failed({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource', details: {} });

export const notFound = (kind: Pick<ResourceKind, 'group' | 'plural'>, name: string): Refusal =>
  failed({ code: 404, reason: 'NotFound', message: `${resourceName(kind)} "${name}" not found`, details: details(kind, name) });

export const alreadyExists = (kind: ResourceKind, name: string): Refusal =>
  failed({
    code: 409,
    reason: 'AlreadyExists',
    message: `${resourceName(kind)} "${name}" already exists`,
    details: details(kind, name),
  });

/** Somebody else has changed or replaced the object. */
export const conflict = (kind: ResourceKind, { name, why, causes }: { name: string; why: string; causes?: Cause[] }): Refusal =>
  failed({
    code: 409,
    reason: 'Conflict',
    message: why,
    details: { ...details(kind, name), ...(causes !== undefined && { causes }) },
  });

/** The object has been changed since the version that the request names. */
export const changedSince = (kind: ResourceKind, name: string): Refusal =>
  conflict(kind, {
    name,
    why:
      `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ` +
      'the object has been modified; please apply your changes to the latest version and try again',
  });

/** The object is not valid: 422 with a cause for each field. */
export const invalid = (kind: ResourceKind, { name, causes }: { name: string; causes: Cause[] }): Refusal => {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  return failed({
    code: 422,
    reason: 'Invalid',
    message: `${kind.kind}${kind.group === '' ? '' : `.${kind.group}`} "${name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`,
    details: { name, ...(kind.group !== '' && { group: kind.group }), kind: kind.kind, causes },
  });
};

export const forbidden = (message: string, about: JsonObject = {}): Refusal =>
  failed({ code: 403, reason: 'Forbidden', message, details: about });

export const notAllowed = (): Refusal =>
  failed({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });

export const notAcceptable = (message: string): Refusal =>
  failed({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });

/** The version, or the continue token, is older than what the server remembers. */
export const expired = (message: string): Refusal => failed({ code: 410, reason: 'Expired', message });

/** Too much at this moment, as when a disruption budget forbids an eviction. */
export const tooMany = (message: string, about: JsonObject = {}): Refusal =>
  failed({ code: 429, reason: 'TooManyRequests', message, details: about });

export const failedInternally = (message: string): Refusal => failed({ code: 500, reason: 'InternalError', message });

const details = (kind: Pick<ResourceKind, 'group' | 'plural'>, name: string): JsonObject => ({
  name,
  ...(kind.group !== '' && { group: kind.group }),
  kind: kind.plural,
});

/** The object that says that something was done and nothing is left to show. */
export const success = (kind: ResourceKind, { name, uid }: { name: string; uid?: string }): JsonObject => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { ...details(kind, name), ...(uid !== undefined && { uid }) },
});

/** The head of an object that is not kept: `apiVersion` and `kind`. */
export const headOf = (kind: ResourceKind): { apiVersion: string; kind: string } => ({
  apiVersion: apiVersionOf(kind),
  kind: kind.kind,
});
