import type { FakeHttp } from '../../http/fake-http.ts';
import { fakeHttp } from '../../http/fake-http.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import { refusals } from './refusals.ts';
import type { DocumentedLibrary } from './libraries.ts';
import { libraries, relevant, tokensOf, toLibrary } from './libraries.ts';

export interface Context7Options {
  /** The one key that is accepted; any key and none are, when absent. */
  readonly apiKey?: string;
  /** Whether requests without a key are answered, where there is one; they are unless said otherwise. */
  readonly anonymous?: boolean;
  /** A free one when absent. */
  readonly port?: number;
}

/** A running fake of Context7. */
export interface Context7Sandbox {
  /** With `/api`, without a slash at the end. */
  readonly url: string;
  readonly http: FakeHttp;
  /** Answers a status with the words of the service from now on; returns how to stop. */
  readonly fail: (status: keyof typeof refusals, how?: { times?: number; retryAfterS?: number }) => () => void;
  close(): Promise<void>;
}

/** Starts a fake Context7: search and documentation of a few example libraries. */
export const startContext7Sandbox = async ({
  apiKey,
  anonymous = true,
  port = 0,
}: Context7Options = {}): Promise<Context7Sandbox> => {
  const guarded = (answer: (request: RecordedRequest) => Answer) => {
    const isAllowed = ({ headers }: RecordedRequest): boolean =>
      apiKey === undefined || (headers.authorization === undefined ? anonymous : headers.authorization === `Bearer ${apiKey}`);
    return ({ request }: { request: RecordedRequest }): Answer => {
      if (!isAllowed(request)) return refuse(401);
      const problem = parameterProblem(request);
      return problem === undefined ? answer(request) : refuse(400, { message: problem });
    };
  };
  const http = await fakeHttp({
    port,
    routes: [
      { method: 'GET', path: '/api/v2/libs/search', handle: guarded(searchAnswer) },
      { method: 'GET', path: '/api/v2/context', handle: guarded(contextAnswer) },
    ],
  });
  return {
    url: `${http.url}/api`,
    http,
    fail: (status, { times, retryAfterS = 30 } = {}) =>
      http.inject(
        {
          kind: 'status',
          status,
          headers: { 'content-type': 'application/json', ...(status === 429 && limitHeaders(retryAfterS)) },
          text: JSON.stringify(refusals[status]),
        },
        times === undefined ? {} : { times },
      ),
    close: () => http.close(),
  };
};

const limitHeaders = (retryAfterS: number) => ({
  'retry-after': String(retryAfterS),
  'ratelimit-limit': '60',
  'ratelimit-remaining': '0',
  'ratelimit-reset': String(Math.ceil(Date.now() / 1000) + retryAfterS),
});

const refuse = (status: keyof typeof refusals, change: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  json: { ...refusals[status], ...change },
});

const parameters: Readonly<Record<string, RegExp>> = {
  libraryName: /^.{1,500}$/s,
  libraryId: /^.{1,500}$/s,
  query: /^.{1,500}$/s,
  type: /^(json|txt)$/,
  fast: /^(true|false)$/,
};

/** A parameter that the description does not have, or does not allow: a misspelt one must not pass. */
const parameterProblem = ({ query }: RecordedRequest): string | undefined => {
  const wrong = Object.entries(query).find(([name, value]) => parameters[name]?.test(value) !== true);
  return wrong === undefined ? undefined : `The parameter ${wrong[0]} is not as described`;
};

const searchAnswer = ({ query }: RecordedRequest): Answer => {
  const wanted = (query['libraryName'] ?? '').toLowerCase();
  if (wanted === '' || (query['query'] ?? '') === '') return refuse(400);
  const results = libraries.filter(
    ({ id, title, movedTo }) => movedTo === undefined && `${id} ${title}`.toLowerCase().includes(wanted),
  );
  return { json: { results: results.map(toLibrary), searchFilterApplied: false } };
};

const contextAnswer = ({ query }: RecordedRequest): Answer => {
  const libraryId = query['libraryId'] ?? '';
  const [, id = '', version] = /^(\/[^/@]+\/[^/@]+)(?:[/@]([^/@]+))?$/.exec(libraryId) ?? [];
  if (id === '' || (query['query'] ?? '') === '')
    return refuse(400, { error: 'invalid_library_id', message: 'Invalid library ID format.' });
  const library = libraries.find((known) => known.id === id);
  if (library === undefined)
    return refuse(404, { message: `Library "${id}" not found. Please check the library ID or your access permissions.` });
  if (library.movedTo !== undefined) {
    const message = `Library ${id} has been redirected to this library: ${library.movedTo}.`;
    return refuse(301, { message, redirectUrl: library.movedTo });
  }
  if (library.state === 'processing') return refuse(202, { message: `Library ${id} not finalized yet.` });
  if (version !== undefined && !library.versions.includes(version)) {
    return refuse(404, {
      error: 'tag_not_found',
      message: `Tag "${version}" not found for library "${id}". Available tags: ${library.versions.join(', ')}`,
    });
  }
  return query['type'] === 'json' ? jsonAnswer(library, query['query'] ?? '') : textAnswer(library, query['query'] ?? '');
};

const jsonAnswer = (library: DocumentedLibrary, query: string): Answer => {
  const found = relevant(library, query);
  const page = (title: string) => `https://docs.example.com${library.id}#${encodeURIComponent(title)}`;
  return {
    json: {
      codeSnippets: found
        .filter(({ kind }) => kind === 'code')
        .map((snippet) => ({
          codeTitle: snippet.title,
          codeDescription: snippet.text,
          codeLanguage: 'typescript',
          codeTokens: tokensOf(snippet),
          codeId: page(snippet.title),
          pageTitle: library.title,
          codeList: [{ language: 'typescript', code: snippet.code ?? '' }],
        })),
      infoSnippets: found
        .filter(({ kind }) => kind === 'info')
        .map((snippet) => ({
          pageId: page(snippet.title),
          breadcrumb: `${library.title} > ${snippet.title}`,
          content: snippet.text,
          contentTokens: tokensOf(snippet),
        })),
    },
  };
};

const textAnswer = (library: DocumentedLibrary, query: string): Answer => ({
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  text: relevant(library, query)
    .map(({ title, text, code }) => `### ${title}\n\n${text}${code === undefined ? '' : `\n\n\`\`\`typescript\n${code}\n\`\`\``}`)
    .join('\n\n--------------------------------\n\n'),
});
