import type { Dispatcher, Pool } from 'undici';

/** One request as it goes onto the wire. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
}

/** What came back: the whole body, as it was sent. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface Failure {
  /** `broken` is every error of the connection, before or after it was made. */
  readonly kind: 'aborted' | 'timeout' | 'too_large' | 'undecodable' | 'broken';
  /** False where certainly not a byte of the request left. */
  readonly isSent: boolean;
  readonly cause: unknown;
}

export type Exchanged<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: Failure };

/** Sends one request and reads its whole answer, at most `maxBytes` within `timeoutMs`. Never rejects. */
export const exchange = ({
  pool,
  outgoing,
  timeoutMs,
  maxBytes,
  signal,
}: {
  pool: Pool;
  outgoing: Outgoing;
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal | undefined;
}): Promise<Exchanged<RawAnswer>> => {
  const { promise, resolve } = Promise.withResolvers<Exchanged<RawAnswer>>();
  let controller: Dispatcher.DispatchController | undefined;
  let isSettled = false;
  let status = 0;
  let headers = new Headers();
  let size = 0;
  const chunks: Buffer[] = [];

  const settle = (result: Exchanged<RawAnswer>): void => {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    resolve(result);
  };
  const fail = (kind: Failure['kind'], cause: unknown): void => {
    settle({ ok: false, failure: { kind, isSent: controller !== undefined, cause } });
  };
  const stop = (kind: Failure['kind'], cause: unknown): void => {
    fail(kind, cause);
    controller?.abort(stopped);
  };
  const onAbort = (): void => stop('aborted', signal?.reason);
  const timer = setTimeout(() => stop('timeout', undefined), timeoutMs);
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  if (isSettled) return promise;

  // The dispatcher's own interface, because it alone tells when a request starts to leave: before that, nothing can have happened.
  pool.dispatch(
    {
      method: outgoing.method,
      path: outgoing.url.pathname + outgoing.url.search,
      headers: [...outgoing.headers].flat(),
      body: outgoing.body ?? null,
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    {
      onRequestStart: (started) => {
        // Given up while it waited for a connection, or about to be sent a second time: neither may happen.
        if (isSettled || controller !== undefined) started.abort(stopped);
        else controller = started;
      },
      onResponseStart: (_controller, code, received) => {
        if (code < 200) return;
        status = code;
        headers = toHeaders(received);
        if (outgoing.method !== 'HEAD' && Number(headers.get('content-length')) > maxBytes) stop('too_large', undefined);
      },
      onResponseData: (_controller, chunk) => {
        size += chunk.length;
        if (size > maxBytes) stop('too_large', undefined);
        else chunks.push(chunk);
      },
      onResponseEnd: () => settle({ ok: true, answer: { status, headers, body: Buffer.concat(chunks) } }),
      onResponseError: (_controller, error) => fail('broken', error),
    },
  );
  return promise;
};

const stopped = new Error('The request was given up.');

const toHeaders = (received: Record<string, string | string[] | undefined>): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
};
