import type * as z from 'zod';
import type { Effect, ErrorCode, LineclearError } from './errors.ts';
import type { Secret } from './secret.ts';

/** How to reach one HTTP backend. Times are milliseconds. */
export interface HttpOptions {
  /** May have a path; request paths are joined below it. */
  baseUrl: string | URL;
  bearer?: Secret | string | undefined;
  basic?: { username: string; password: Secret | string } | undefined;
  headers?: Record<string, Secret | string | undefined>;
  /** Per attempt; 30,000 when absent. */
  timeoutMs?: number;
  /** Answers larger than this are refused as `upstream_error`; 32 MiB when absent. */
  maxBytes?: number;
  tls?: { ca?: string; cert?: string; key?: Secret | string; servername?: string; rejectUnauthorized?: boolean };
  /** Says what an error answer of this backend means beyond its status. It must not throw. */
  explain?: (answer: ErrorAnswer) => Explanation | undefined;
}

/** An answer with a status that is no success. The body may be anything: a proxy's page, a cut text. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: () => string;
}

/** What replaces the meaning of the status. The backend's own text belongs into none of it: core shows that, cleaned, as `details.upstream`. */
export interface Explanation {
  readonly code?: ErrorCode;
  readonly hint?: string;
  readonly effect?: Effect;
  readonly retryAfterS?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface HttpRequest {
  /** `undefined` values are left out; arrays repeat the key. */
  query?: Record<string, string | number | boolean | readonly (string | number)[] | undefined>;
  headers?: Record<string, Secret | string | undefined>;
  /** Serialised as JSON. */
  json?: unknown;
  /** Sent as it is; set the content type in `headers`. */
  body?: string | Uint8Array;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** A query that the backend wants by POST, or a dry run by POST, PUT or PATCH: allowed to a reader, and retried like a GET. */
  safe?: boolean;
  /** Statuses that are answers here, not errors (404 for "does not exist"). */
  accept?: readonly number[];
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parses the body as JSON and, with a schema, checks it; `upstream_error` when it does not fit. */
  json<S extends z.ZodType>(schema: S): z.output<S>;
  text(): string;
  bytes(): Uint8Array;
}

/**
 * A pooled client. Paths are templates with encoded values: `get(path\`/tasks/${id}\`)`.
 * Failures are thrown as LineclearError: unreachable, timeout, unauthenticated (401), forbidden (403), not_found (404),
 * timeout (408), conflict (409, 412), rate_limited (429), invalid_input (other 4xx), upstream_error (5xx, or not the expected shape);
 * `retry_after_s` is what a Retry-After header asks for.
 * Safe requests are tried again on a broken connection, 502, 503 and 504; unsafe ones never.
 */
export interface HttpClient {
  get(path: string, request?: HttpRequest): Promise<HttpResponse>;
  post(path: string, request?: HttpRequest): Promise<HttpResponse>;
  put(path: string, request?: HttpRequest): Promise<HttpResponse>;
  patch(path: string, request?: HttpRequest): Promise<HttpResponse>;
  delete(path: string, request?: HttpRequest): Promise<HttpResponse>;
  /** For libraries that accept a `fetch`; the same base, credentials, limits and refusals. */
  readonly fetch: typeof globalThis.fetch;
  /** The error that a verb would have thrown for an answer: for libraries that got it through `fetch` and tell only what it was. */
  failure(answer: FetchedAnswer): LineclearError;
}

/** An answer that a library got through the `fetch` of a client. */
export interface FetchedAnswer {
  readonly method: string;
  /** The whole URL of the request. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Opens a client. A reader's client refuses every unsafe method that is not marked `safe`. */
export type OpenHttp = (options: HttpOptions) => HttpClient;

/** Percent-encodes every inserted value, so that an id can never change the path: path`/tasks/${id}`. */
export const path = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  parts.reduce((whole, part, index) => whole + (index === 0 ? '' : encodeSegment(String(values[index - 1]))) + part, '');

// encodeURIComponent leaves '.' alone, and a segment of dots would climb.
const encodeSegment = (value: string): string => (/^\.+$/.test(value) ? value.replaceAll('.', '%2E') : encodeURIComponent(value));
