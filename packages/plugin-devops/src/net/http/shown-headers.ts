import type { IncomingHttpHeaders } from 'node:http';

// What tells how a service is set up. Cookies and everything that may hold a credential stay out.
const telling = [
  'age',
  'alt-svc',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'etag',
  'last-modified',
  'retry-after',
  'server',
  'strict-transport-security',
  'vary',
  'via',
  'x-cache',
  'x-content-type-options',
  'x-frame-options',
  'x-powered-by',
];
const longest = 300;

/** The headers of an answer that matter to a check, each cut after 300 characters. */
export const shownHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    telling.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, [value].flat().join(', ').slice(0, longest).toWellFormed()]];
    }),
  );
