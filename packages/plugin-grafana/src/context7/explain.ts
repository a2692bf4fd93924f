import type { ErrorAnswer, ErrorCode, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

/** What a refusal of Context7 means, and what to do about it. */
export const explain = ({ status, text }: ErrorAnswer): Explanation | undefined => {
  const reason = reasonOf(text());
  const details = reason === undefined ? {} : { details: { reason } };
  const known = meanings[status];
  return known === undefined ? (reason === undefined ? undefined : details) : { ...known, ...details };
};

const meanings: Readonly<Record<number, { readonly code?: ErrorCode; readonly hint: string }>> = {
  401: { hint: "Check api_key of the profile's context7 connection, or leave it out." },
  402: { code: 'forbidden', hint: 'The limit of expenses at Context7 is reached: the owner of the api_key can raise it.' },
  403: { hint: 'Use another library: the owner of the api_key does not allow this one.' },
  404: { hint: 'Find the id, and the versions that there are, with resolve_library_id.' },
  413: { hint: 'The request was too large for the server: send less at a time.' },
  422: { code: 'not_found', hint: 'There is too little documentation of this library: use another id of resolve_library_id.' },
  429: { hint: 'Wait for retry_after_s seconds; an api_key in the context7 connection raises the limits.' },
};

const reasonOf = (text: string): string | undefined => {
  try {
    return body.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
};

// Text from a server: only what looks like a word of its protocol may stand among ours.
const body = z.object({ error: z.string().regex(/^[a-z][a-z0-9_]{0,79}$/) });
