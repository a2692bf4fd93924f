import { LineclearError } from '../plugin/errors.ts';
import { isBelow, urlBelow } from './base-url.ts';
import { type ClientParts, deliver, isSafeMethod } from './delivery.ts';
import type { RawAnswer } from './exchange.ts';
import type { Order } from './sender.ts';

/**
 * A `fetch` for libraries: takes paths and URLs below the base, adds the client's headers where the caller sets none, and yields
 * every status as an answer. Rejects with LineclearError, or with the signal's reason once the caller aborted.
 */
export const createFetch =
  (parts: ClientParts): typeof globalThis.fetch =>
  async (input, init) => {
    const url = urlOf({ parts, input });
    const request = new Request(input instanceof Request ? input : url, init);
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const order: Order = {
      method: request.method,
      url,
      headers: merged({ standing: parts.standing, own: request.headers }),
      body,
      isSafe: isSafeMethod(request.method),
      timeoutMs: parts.timeoutMs,
      signal: request.signal,
      followsRedirects: request.redirect === 'follow',
    };
    try {
      return toFetchResponse({ answer: await deliver({ parts, order }), url });
    } catch (error) {
      request.signal.throwIfAborted();
      throw error;
    }
  };

const urlOf = ({ parts, input }: { parts: ClientParts; input: string | URL | Request }): URL => {
  const text = input instanceof Request ? input.url : String(input);
  if (text.startsWith('/')) return urlBelow({ base: parts.base, path: text });
  const url = URL.parse(text);
  if (url !== null && url.username === '' && url.password === '' && isBelow({ base: parts.base, url })) return url;
  throw new LineclearError('invalid_input', `A URL is not below ${parts.base.host}${parts.base.prefix}.`, {
    hint: 'A connection reaches its own base URL only.',
    details: { reason: 'url' },
    effect: 'none',
  });
};

const merged = ({ standing, own }: { standing: Headers; own: Headers }): Headers => {
  const headers = new Headers(standing);
  for (const [name, value] of own) headers.set(name, value);
  return headers;
};

const toFetchResponse = ({ answer, url }: { answer: RawAnswer; url: URL }): Response => {
  const hasBody = ![204, 205, 304].includes(answer.status);
  const response = new Response(hasBody ? new Uint8Array(answer.body) : null, { status: answer.status, headers: answer.headers });
  // Libraries read where an answer came from; the constructor has no way to say it.
  return Object.defineProperty(response, 'url', { value: url.href });
};
