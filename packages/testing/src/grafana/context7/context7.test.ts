import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from '../../tasker/test/ask.ts';
import { closeSchemas } from '../../openapi/close-schemas.ts';
import { documentedLibraries } from './libraries.ts';
import { refusals } from './refusals.ts';
import type { Context7Options } from './sandbox.ts';
import { startContext7Sandbox } from './sandbox.ts';

const open = async (options?: Context7Options) => {
  const sandbox = await startContext7Sandbox(options);
  onTestFinished(() => sandbox.close());
  const get = (path: string, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.url}${path}?${new URLSearchParams(parameters).toString()}`, { headers, redirect: 'manual' }).then(
      async (response) => ({
        status: response.status,
        headers: response.headers,
        body: await response.text(),
      }),
    );
  const context = (libraryId: string, more: Record<string, string> = {}) =>
    get('/v2/context', { libraryId, query: 'circuit breaker', ...more });
  return { ...sandbox, get, context };
};

test('finds libraries by name', async () => {
  const { get } = await open();
  const { body } = await get('/v2/libs/search', { libraryName: 'tunnel', query: 'tunnel' });
  const { results } = JSON.parse(body) as { results: { id: string; state: string }[] };
  expect(results.map(({ id }) => id)).toEqual([
    documentedLibraries.tunnel,
    documentedLibraries.proxy,
    documentedLibraries.pending,
  ]);
});

test('the snippets that have more of the words come first', async () => {
  const { context } = await open();
  const { body } = await context(documentedLibraries.tunnel, { type: 'json' });
  expect(JSON.parse(body)).toMatchObject({
    codeSnippets: [{ codeTitle: 'Configure the circuit breaker' }, {}, {}],
    infoSnippets: [{ breadcrumb: 'Tunnel > Circuit breaker' }, {}],
  });
  const text = await context(documentedLibraries.tunnel);
  expect(text.body.startsWith('### Configure the circuit breaker')).toBe(true);
});

test.for([
  ['a library that is being read', documentedLibraries.pending, 202, 'library_not_finalized'],
  ['a library that moved', documentedLibraries.moved, 301, 'library_redirected'],
  ['an unknown library', '/example/nothing', 404, 'library_not_found'],
  ['a version that it has', `${documentedLibraries.tunnel}/v2.1.0`, 200, undefined],
  ['a version that it does not have', `${documentedLibraries.tunnel}@v7`, 404, 'tag_not_found'],
  ['a name that is no id', 'tunnel', 400, 'invalid_library_id'],
] as const)('answers %s', async ([, libraryId, status, error]) => {
  const { context } = await open();
  const answer = await context(libraryId, { type: 'json' });
  expect([answer.status, (JSON.parse(answer.body) as { error?: string }).error]).toEqual([status, error]);
});

test.for([
  ['a parameter that there is not', { topic: 'x' }],
  ['another type of answer', { type: 'html' }],
  ['a question that is too long', { query: 'x'.repeat(501) }],
] as const)('refuses %s', async ([, more]) => {
  const { context } = await open();
  expect((await context(documentedLibraries.tunnel, more)).status).toBe(400);
});

test('a wrong key is refused, and no key too where one is needed', async () => {
  const { get } = await open({ apiKey: 'ctx7sk-simulated', anonymous: false });
  const search = (headers: Record<string, string>) => get('/v2/libs/search', { libraryName: 'tunnel', query: 'x' }, headers);
  expect((await search({})).status).toBe(401);
  expect((await search({ authorization: 'Bearer other' })).status).toBe(401);
  expect((await search({ authorization: 'Bearer ctx7sk-simulated' })).status).toBe(200);
});

test('says how long to wait when there were too many questions', async () => {
  const { context, fail } = await open();
  fail(429, { times: 1, retryAfterS: 4 });
  const limited = await context(documentedLibraries.tunnel);
  expect([limited.status, limited.headers.get('retry-after'), limited.headers.get('ratelimit-remaining')]).toEqual([
    429,
    '4',
    '0',
  ]);
  expect((await context(documentedLibraries.tunnel)).status).toBe(200);
});

const file = new URL('../../../../../../shared/contracts/context7-openapi.json', import.meta.url);
const missing = existsSync(file) ? undefined : 'the description is not there: ../shared/contracts/context7-openapi.json';

const validators = () => {
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: { schemas: Record<string, object> } };
  // The description puts it together from an open one.
  components.schemas['RedirectErrorResponse'] = {
    type: 'object',
    required: ['error', 'message', 'redirectUrl'],
    properties: { error: { type: 'string' }, message: { type: 'string' }, redirectUrl: { type: 'string' } },
  };
  closeSchemas(components.schemas);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { 'date-time': true },
    schemas: { description: { components } },
  });
  return (name: string, value: unknown) => ajv.validate({ $ref: `description#/components/schemas/${name}` }, value);
};

test('answers are as described, and changed ones are not', async ({ skip }) => {
  skip(missing !== undefined, missing);
  const fits = validators();
  const { url } = await open();
  const search = (await ask(`${url}/v2/libs/search?libraryName=tunnel&query=x`)).json as { results: object[] };
  const context = (await ask(`${url}/v2/context?libraryId=${documentedLibraries.tunnel}&query=x&type=json`)).json as {
    codeSnippets: object[];
    infoSnippets: object[];
  };
  expect(fits('SearchResponse', search)).toBe(true);
  expect(fits('SearchResponse', { ...search, results: [{ ...search.results[0], trustScore: 'high' }] })).toBe(false);
  expect(fits('SearchResponse', { ...search, results: [{ ...search.results[0], surplus: 1 }] })).toBe(false);
  expect(fits('ContextResponse', context)).toBe(true);
  expect(fits('ContextResponse', { ...context, codeSnippets: [{}] })).toBe(false);
  for (const [status, refusal] of Object.entries(refusals)) {
    const name = status === '301' ? 'RedirectErrorResponse' : 'Error';
    expect(fits(name, refusal), status).toBe(true);
    expect(fits(name, { ...refusal, message: undefined }), status).toBe(false);
  }
});
