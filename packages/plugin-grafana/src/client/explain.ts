import type { ErrorAnswer, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

// Grafana's legacy answers and its public errors, the /apis answers of Kubernetes style, and Prometheus' envelope.
const body = z.object({
  messageId: z.string().optional().catch(undefined),
  status: z.union([z.string(), z.int()]).optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  errorType: z.string().optional().catch(undefined),
});

const word = /^[A-Za-z][A-Za-z0-9._-]{0,79}$/;

/** What an error answer means: the machine-readable reason of its JSON body, and what to do about refused credentials. */
export const explain = ({ status, headers, text }: ErrorAnswer): Explanation | undefined => {
  if (isPage(headers) && status !== 404) {
    return {
      hint: 'A web page answered: check that the url of this profile is the server itself, and no login page before it.',
      details: { reason: 'html' },
    };
  }
  const reason = reasonOf(text());
  const details = reason === undefined ? {} : { details: { reason } };
  if (status === 401) return { hint: 'Check the token, or username and password, of this profile.', ...details };
  if (status === 403) return { hint: 'The credentials of this profile lack a permission for that.', ...details };
  if (status === 413)
    return { code: 'invalid_input', hint: 'The request was too large for the server: send less at a time.', ...details };
  // A query that is too expensive or too slow for the server: asking for less helps.
  if (reason === 'timeout' || status === 504)
    return { code: 'timeout', hint: 'Ask for a shorter time range or fewer series.', ...details };
  return details.details === undefined ? undefined : details;
};

const isPage = (headers: Headers): boolean => /^text\/html\b/i.test(headers.get('content-type') ?? '');

const reasonOf = (text: string): string | undefined => {
  const parsed = parse(text);
  const found = [parsed.messageId, parsed.errorType, parsed.reason, parsed.status].find((value) => typeof value === 'string');
  // Text from a server: only what looks like a word of its protocol may stand among ours.
  return typeof found === 'string' && word.test(found) ? found : undefined;
};

const parse = (text: string): z.output<typeof body> => {
  try {
    const found = body.safeParse(JSON.parse(text));
    return found.success ? found.data : {};
  } catch {
    return {};
  }
};
