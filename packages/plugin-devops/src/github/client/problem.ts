import { type HttpClient, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';

const refused = z.object({
  status: z.int(),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }),
});

/** What Octokit threw as the error that core's own verbs would have thrown. */
export const toProblem = ({
  error,
  client,
  method,
  url,
}: {
  error: unknown;
  client: HttpClient;
  method: string;
  url: string;
}): unknown => {
  // Octokit wraps what its fetch rejected with.
  const cause = error instanceof Error ? error.cause : undefined;
  if (LineclearError.is(error)) return error;
  if (LineclearError.is(cause) || (cause instanceof Error && cause.name === 'AbortError')) return cause;
  const known = refused.safeParse(error);
  if (!known.success) return error;
  const { status, response } = known.data;
  return client.failure({ method, url, status, headers: toHeaders(response.headers), text: toText(response.data) });
};

/** The answer to a conditional request, which Octokit throws. */
export const isNotModified = (error: unknown): boolean => refused.safeParse(error).data?.status === 304;

const toHeaders = (received: Readonly<Record<string, unknown>>): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    if (typeof value === 'string' || typeof value === 'number') headers.set(name, String(value));
  }
  return headers;
};

const toText = (body: unknown): string => {
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return '';
  // Octokit reads very large numbers as BigInt, which JSON does not know.
  return JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '';
};
