import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Outcome } from '../calls/path.ts';
import type { ErrorCode } from '../plugin/errors.ts';

// Prompts and resources have no error results: what the caller can correct is -32602, everything else -32603.
const correctable: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'not_found',
  'unauthenticated',
  'forbidden',
  'unsupported',
  'not_configured',
  'profile_not_found',
]);

/** The value of an outcome; an error becomes a JSON-RPC error with the same fields in `data`, and with what was asked for. */
export const outcomeOf = <Value>(outcome: Outcome<Value>, asked: { readonly uri?: string } = {}): Value => {
  if (outcome.ok) return outcome.value;
  const { error } = outcome;
  const code = correctable.has(error.code) ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  throw new ProtocolError(code, error.message, { ...error, ...asked });
};
