import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import { net } from '../../connection.ts';
import { failure } from '../../failure.ts';
import { timeoutS, within } from '../../within.ts';
import type { Exchange } from '../exchange.ts';
import { follow } from '../follow.ts';
import { problemsOf } from '../judge.ts';
import { shownHeaders } from '../shown-headers.ts';
import { parseTargetUrl } from '../target-url.ts';
import { tlsFacts } from '../tls-facts.ts';

const milliseconds = z.int().nullable();
const step = z.object({
  url: z.string(),
  address: z.string().nullable(),
  refused_addresses: z.array(z.string()).describe('Not allowed, nothing was sent there.'),
  status: z.int().nullable(),
  location: z.string().nullable(),
  ms: z.object({ dns: milliseconds, connect: milliseconds, tls: milliseconds, first_byte: milliseconds, total: z.int() }),
  failure: failure.nullable(),
});

export const httpCheck = net.read({
  name: 'http_check',
  title: 'Check a URL',
  toolset: 'net',
  description:
    'Ask a listed URL: status, latency by phase, headers, body digest, TLS chain with expiry. Use port_check for other protocols.',
  input: z.strictObject({
    url: z.string().max(2_000).describe('https://www.example.com/health'),
    method: z.enum(['GET', 'HEAD']).default('GET').describe('HEAD: no body.'),
    expect_status: z.int().min(100).max(599).optional().describe('Such as 204; absent: 2xx.'),
    expect_text: z.string().min(1).max(500).optional().describe('In the body, such as "ready".'),
    redirects: z.int().min(0).max(5).default(3).describe('To follow, to listed targets only.'),
    show_body: z.boolean().default(false).describe('Show its first 2,000 characters.'),
    timeout_s: timeoutS,
  }),
  output: z.object({
    ok: z.boolean(),
    problems: z.array(z.string()),
    steps: z.array(step).describe('Each request, redirects in their order.'),
    headers: z.record(z.string(), z.string()).describe('Those that matter, of the last answer.'),
    body: z
      .object({
        bytes: z.int(),
        cut: z.boolean().describe('Only a mebibyte was read.'),
        sha256: z.string(),
        text_found: z.boolean().nullable(),
        text: z.string().nullable(),
      })
      .nullable(),
    tls: tlsFacts.nullable(),
    untrusted: z.literal(true).describe('Headers, body and names in certificates are the words of whoever answered.'),
  }),
  deadlineMs: ({ timeout_s: seconds }) => (seconds + 5) * 1_000,
  run: async ({ input, reader, clock, signal }) => {
    const { method, expect_text: expected } = input;
    const followed = await follow({
      net: reader,
      url: parseTargetUrl(input.url),
      method,
      wantsBody: expected !== undefined || input.show_body,
      nowMs: clock.now(),
      signal: within({ signal, seconds: input.timeout_s }),
      redirects: input.redirects,
    });
    signal.throwIfAborted();
    const last = followed.exchanges.at(-1) ?? followed.exchanges[0];
    const content = last.body?.content;
    const textFound = expected === undefined ? undefined : (content?.includes(expected) ?? false);
    const problems = problemsOf({ followed, expectStatus: input.expect_status, textFound });
    const text = input.show_body && content !== undefined ? shownText(content) : null;
    return {
      ok: problems.length === 0,
      problems,
      steps: followed.exchanges.map(showStep),
      headers: shownHeaders(last.headers),
      body:
        last.body === null
          ? null
          : { bytes: last.body.bytes, cut: last.body.isCut, sha256: last.body.sha256, text_found: textFound ?? null, text },
      tls: last.tls,
      untrusted: true,
    };
  },
});

const showStep = ({ url, address, refused, status, headers, ms, failure: failed }: Exchange) => ({
  url: url.text,
  address,
  refused_addresses: refused.slice(0, 10),
  status,
  location: headers.location?.slice(0, 500).toWellFormed() ?? null,
  ms,
  failure: failed,
});

const shownText = (content: Buffer): string =>
  content.subarray(0, 8_000).includes(0) ? '[binary]' : fence(content.toString('utf8'), { source: 'the body of an answer' });
