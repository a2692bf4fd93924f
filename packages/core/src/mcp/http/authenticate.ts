import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Caller, ErrorAnswer } from '../../calls/types.ts';
import { refuse } from './refusal.ts';

/** What a request shows at the door. */
export interface Visit {
  readonly headers: IncomingHttpHeaders;
  /** The profile in the path `/mcp/<profile>`. */
  readonly profile: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** Why a request may not enter. */
export interface Refusal {
  readonly refused: 401 | 403 | 404 | 429 | 503;
  readonly error: ErrorAnswer;
  /** The `WWW-Authenticate` header of a 401; `Bearer` when absent. */
  readonly challenge?: string;
}

/** Decides who calls. Called for every request; an answer that needs no waiting should not be a promise. */
export type Authenticate = (visit: Visit) => Caller | Refusal | Promise<Caller | Refusal>;

const serverError = -32_000;

export const isRefusal = (answer: Caller | Refusal): answer is Refusal => 'refused' in answer;

export const turnAway = (response: ServerResponse, { refused, error, challenge }: Refusal): void => {
  refuse(response, {
    status: refused,
    code: serverError,
    message: error.message,
    data: error,
    headers: {
      ...(refused === 401 ? { 'www-authenticate': challenge ?? 'Bearer' } : {}),
      ...(error.retry_after_s === undefined ? {} : { 'retry-after': String(Math.ceil(error.retry_after_s)) }),
    },
  });
};
