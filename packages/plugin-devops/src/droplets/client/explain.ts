import type { ErrorAnswer, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

const body = z.object({ id: z.string().regex(/^[a-z_]{1,40}$/) });

/** What an error answer means beyond its status: https://docs.digitalocean.com/reference/api/ has the ids and the limits. */
export const createExplain =
  (now: () => number) =>
  ({ status, headers, text }: ErrorAnswer): Explanation | undefined => {
    const reason = reasonOf(text());
    const details = reason === undefined ? {} : { details: { reason } };
    switch (status) {
      case 401:
        return { hint: 'Check the token of this profile.', ...details };
      case 403:
        return { hint: 'The token of this profile lacks a scope for that.', ...details };
      case 404:
        return { hint: 'Check the id; the tool that lists them shows what there is.', ...details };
      case 422:
        return { hint: 'Read details.upstream, correct the arguments and call again.', ...details };
      case 429:
        return { effect: 'none', ...waitOf({ headers, nowMs: now() }), ...details };
      default:
        return reason === undefined ? undefined : details;
    }
  };

// Core reads Retry-After by itself; DigitalOcean says with every answer when the oldest request stops counting.
const waitOf = ({ headers, nowMs }: { headers: Headers; nowMs: number }): { retryAfterS?: number } => {
  const reset = headers.get('ratelimit-reset');
  if (headers.has('retry-after') || reset === null || !/^\d{1,12}$/.test(reset)) return {};
  return { retryAfterS: Math.max(1, Math.ceil(Number(reset) - nowMs / 1000)) };
};

const reasonOf = (text: string): string | undefined => {
  try {
    return body.safeParse(JSON.parse(text)).data?.id;
  } catch {
    return undefined;
  }
};
