import type { Fault } from '@lineclear/testing';
import { expect } from 'vitest';

/** An error as Loki words it. */
export const plain = (status: number, text: string): Fault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  text,
});
const page = (status: number): Fault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<html>Sign in</html>',
});

/** What may come back instead of an answer, and what has to become of it. */
export const lokiFaults: readonly (readonly [string, Fault, object])[] = [
  [
    '400 with a parse error',
    plain(400, 'parse error at line 1, col 9: syntax error: unexpected IDENTIFIER'),
    {
      code: 'invalid_input',
      details: { reason: 'syntax', line: 1, column: 9 },
      hint: 'Correct the LogQL at line 1, character 9.',
    },
  ],
  [
    '400 for want of a matcher',
    plain(
      400,
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value.',
    ),
    { code: 'invalid_input', details: { reason: 'matcher_needed' }, hint: expect.stringContaining('{app="api"}') },
  ],
  [
    '400 for the range',
    plain(400, 'the query time range exceeds the limit (query length: 800h0m0s, limit: 721h0m0s)'),
    {
      code: 'invalid_input',
      details: { reason: 'range_too_long', maximum: '721h0m0s' },
      hint: 'Ask for a range of 721h0m0s at most.',
    },
  ],
  [
    '400 for the limit',
    plain(400, 'max entries limit per query exceeded, limit > max_entries_limit_per_query (20 > 10)'),
    { code: 'invalid_input', details: { reason: 'limit_too_high', maximum: 10 }, hint: 'Ask for 10 lines at most.' },
  ],
  ['401', plain(401, 'Unauthorized'), { code: 'unauthenticated', hint: expect.stringContaining('token') }],
  [
    '401 without a tenant',
    plain(401, 'no org id'),
    { code: 'unauthenticated', details: { reason: 'no_tenant' }, hint: expect.stringContaining('X-Scope-OrgID') },
  ],
  ['403', plain(403, 'forbidden'), { code: 'forbidden', hint: expect.stringContaining('permission') }],
  ['403 with a page', page(403), { code: 'forbidden', details: { reason: 'html' }, hint: expect.stringContaining('web page') }],
  [
    '404',
    plain(404, '404 page not found'),
    { code: 'not_found', details: { reason: 'no_endpoint' }, hint: expect.stringContaining('url of the datasource') },
  ],
  ['413', plain(413, 'too large'), { code: 'invalid_input', hint: expect.stringContaining('less') }],
  [
    '429 with Retry-After',
    { kind: 'rate_limited', retryAfterS: 7 },
    { code: 'rate_limited', retryAfterS: 7, hint: expect.stringContaining('retry_after_s') },
  ],
  [
    '429 of a busy server',
    plain(429, 'too many outstanding requests'),
    { code: 'rate_limited', details: { reason: 'too_many_outstanding' }, hint: expect.stringContaining('shorter range') },
  ],
  ['500', plain(500, 'rpc error: code = Unknown'), { code: 'upstream_error', details: { status: 500 } }],
  [
    '500 at the deadline',
    plain(500, 'context deadline exceeded'),
    { code: 'timeout', hint: expect.stringContaining('shorter range') },
  ],
  ['503', { kind: 'status', status: 503, headers: { 'retry-after': '60' } }, { code: 'upstream_error', retryAfterS: 60 }],
  ['504', plain(504, 'gateway timeout'), { code: 'timeout', hint: expect.stringContaining('shorter') }],
  [
    'a login page',
    page(200),
    { code: 'upstream_error', details: { reason: 'html' }, hint: expect.stringContaining('login page') },
  ],
  ['no JSON', plain(200, 'ok'), { code: 'upstream_error', details: { reason: 'shape' } }],
  [
    'JSON of another shape',
    { kind: 'status', status: 200, text: '{"data":7}' },
    { code: 'upstream_error', details: { reason: 'shape' } },
  ],
  [
    '20 MB',
    { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, text: `["${'x'.repeat(20 << 20)}"]` },
    { code: 'upstream_error', details: { reason: 'too_large' }, hint: expect.stringContaining('less') },
  ],
  ['a cut connection', { kind: 'reset' }, { code: 'unreachable' }],
  ['half an answer', { kind: 'truncated' }, { code: 'unreachable' }],
  ['silence', { kind: 'delay', ms: 60_000 }, { code: 'timeout' }],
];
