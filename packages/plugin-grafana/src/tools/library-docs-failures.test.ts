import type { JsonObject } from '@lineclear/core/plugin';
import { freePort, type Fault } from '@lineclear/testing';
import { expect, test } from 'vitest';
import { startLibraryDocs } from './test/start-library-docs.ts';

const calls: readonly (readonly [string, JsonObject])[] = [
  ['resolve_library_id', { library_name: 'tunnel' }],
  ['get_library_docs', { library_id: '/example/tunnel' }],
];

type Expected = { code: string; retry_after_s?: number; details?: JsonObject };

test.each([
  [400, { code: 'invalid_input', details: { reason: 'validation_error' } }],
  [401, { code: 'unauthenticated', details: { reason: 'invalid_api_key' } }],
  [402, { code: 'forbidden', details: { reason: 'spending_limit_exceeded' } }],
  [403, { code: 'forbidden', details: { reason: 'access_denied' } }],
  [404, { code: 'not_found', details: { reason: 'library_not_found' } }],
  [422, { code: 'not_found', details: { reason: 'no_code_found' } }],
  [429, { code: 'rate_limited', retry_after_s: 30, details: { reason: 'rate_limit_exceeded' } }],
  [500, { code: 'upstream_error', details: { reason: 'internal_error' } }],
  [503, { code: 'upstream_error', details: { reason: 'search_failed' } }],
  [504, { code: 'upstream_error', details: { reason: 'timeout' } }],
] as const satisfies readonly (readonly [number, Expected])[])('%i is a coded error with a hint', async (status, expected) => {
  const { answer, sandbox } = await startLibraryDocs();
  sandbox.fail(status);
  for (const [tool, args] of calls) expectError(tool, await answer(tool, args), expected);
});

test('an id that is not there is named', async () => {
  const { answer } = await startLibraryDocs();
  expect(await answer('get_library_docs', { library_id: '/example/nothing' })).toMatchObject({
    error: {
      code: 'not_found',
      message: 'Context7 has no documentation of /example/nothing.',
      details: { reason: 'library_not_found' },
    },
  });
});

test.each<[string, Fault, Expected]>([
  ['a conflict', { kind: 'status', status: 409, text: '' }, { code: 'conflict' }],
  ['a page', { kind: 'not_json' }, { code: 'upstream_error', details: { reason: 'shape' } }],
  ['another shape', { kind: 'status', status: 200, text: '[1]' }, { code: 'upstream_error', details: { reason: 'shape' } }],
  ['half an answer', { kind: 'truncated' }, { code: 'unreachable' }],
  [
    'a redirect without a target',
    { kind: 'status', status: 301, text: '{}' },
    { code: 'upstream_error', details: { reason: 'shape' } },
  ],
  [
    '20 MB',
    { kind: 'status', status: 200, text: ' '.repeat(20 << 20) },
    { code: 'upstream_error', details: { reason: 'too_large' } },
  ],
  ['silence', { kind: 'delay', ms: 1_000 }, { code: 'timeout', details: { reason: 'no_answer' } }],
])('%s is a coded error with a hint', async (_what, fault, expected) => {
  const { answer, sandbox } = await startLibraryDocs({ settings: fault.kind === 'delay' ? { timeout_ms: 150 } : {} });
  sandbox.http.inject(fault, {});
  for (const [tool, args] of calls) expectError(tool, await answer(tool, args), expected);
});

test('without the internet it says so', async () => {
  const [port = 1] = await freePort(1);
  const { answer } = await startLibraryDocs({ settings: { url: `http://127.0.0.1:${port}/api` } });
  for (const [tool, args] of calls) {
    const found = await answer(tool, args);
    expectError(tool, found, { code: 'unreachable', details: { reason: 'offline' } });
    expect(JSON.stringify(found)).toContain('over the internet');
  }
});

const expectError = (tool: string, found: unknown, { details, ...expected }: Expected): void =>
  expect(found, tool).toMatchObject({
    kind: 'error',
    error: { ...expected, ...(details !== undefined && { details }), hint: expect.stringMatching(/^\p{Lu}.*\.$/u) },
  });
