import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '../http/message.ts';
import type { RecordedRequest } from '../http/route.ts';
import { isSafeMethod } from '../http/route.ts';
import type { Journal } from './journal.ts';

/** A request that a reader declared safe although its method is not. */
export interface DeclaredSafe {
  readonly method: string;
  readonly path: string;
  /** The parameters in the order of their names: a dry run often differs from the change in them alone. */
  readonly query: string;
  /** As text; the JSON of a `json` body. */
  readonly body: string;
}

/** True for a request that a backend takes as a change, and that no reader declared to be a query. */
export const isUnsafe = (request: RecordedRequest, { declaredSafe }: Pick<Journal, 'declaredSafe'>): boolean =>
  !isSafeMethod(request.method) && !declaredSafe.some((declared) => isDeclared(request, declared));

// The body counts: a backend may take queries and changes at one path.
const isDeclared = (request: RecordedRequest, declared: DeclaredSafe): boolean =>
  request.method === declared.method &&
  request.path === declared.path &&
  inOrder(new URL(request.url, 'http://backend').searchParams) === declared.query &&
  (request.body === declared.body || (request.json !== undefined && isDeepStrictEqual(request.json, parseJson(declared.body))));

/** Parameters as one text that does not depend on their order. */
export const inOrder = (parameters: URLSearchParams): string =>
  [...parameters]
    .map((each) => each.join('='))
    .toSorted()
    .join('&');
