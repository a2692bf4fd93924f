import { type Clock, type HttpClient, LineclearError, type OpenHttp } from '@lineclear/core/plugin';
import type { Octokit } from '@octokit/core';
import type { Settings } from '../settings.ts';
import { AnswerMemory } from './answer-memory.ts';
import { AppToken } from './app-token.ts';
import { createExplain } from './explain.ts';
import { createFetch } from './fetch.ts';
import { openOctokit } from './open-octokit.ts';
import { pathNames, checkPathValues } from './path-values.ts';
import { isNotModified, toProblem } from './problem.ts';

/** One request: `GET /repos/{owner}/{repo}`. Values that the path does not take go into the query or the body. */
export interface Order {
  readonly route: string;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The media type that is wanted; GitHub's JSON when absent. */
  readonly accept?: string | undefined;
  /** Redirects are answers, not followed. */
  readonly redirect?: 'manual';
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** What the JSON said, or the text of another media type. */
  readonly body: unknown;
  /** `GET /repos/octo/widgets`, for messages. */
  readonly shown: string;
}

/** Sends requests to GitHub. Throws LineclearError for every status of 300 and above, and for a lost connection. */
export interface Transport {
  send(order: Order): Promise<Answer>;
  /** The account of the app whose tokens are sent; undefined where none is. */
  readonly appLogin: ((asking: { signal: AbortSignal }) => Promise<string>) | undefined;
  /** The address of the API, without a slash at the end. */
  readonly baseUrl: string;
  /** Another server, without any credentials: GitHub hands out logs there. Opened once for each address. */
  readonly openElsewhere: (baseUrl: string) => HttpClient;
}

/** An answer beyond this is refused with the advice to ask for less. */
const maxBytes = 16 << 20;

// Answers keep their shapes within a version. https://docs.github.com/en/rest/about-the-rest-api/api-versions
const version = { 'x-github-api-version': '2022-11-28' };

/** Octokit on top of core's HTTP: its routes and throttling; core's base, limits, refusals of readers and errors. */
export const openTransport = ({
  settings,
  http,
  clock,
  throttleId,
}: {
  settings: Settings;
  http: OpenHttp;
  clock: Clock;
  throttleId: string;
}): Transport => {
  const { token, app, timeout_ms: timeoutMs, throttle } = settings;
  const baseUrl = settings.url.replace(/\/$/, '');
  const client = http({ baseUrl, bearer: token, timeoutMs, maxBytes, explain: createExplain(() => clock.now()) });
  const appToken = app === undefined ? undefined : new AppToken({ app, client, http, baseUrl, clock });
  const fetch = createFetch({ client, appToken });
  const memory = new AnswerMemory();
  // Where a redirect leads is known by a number alone, so nobody can tell whether the profile reaches it.
  const isOpen = settings.repositories === undefined;
  const elsewhere = new Map<string, HttpClient>();
  let opening: Promise<Octokit> | undefined;
  return {
    baseUrl,
    appLogin: appToken === undefined ? undefined : (asking) => appToken.login(asking),
    send: async ({ route, values = {}, accept = 'application/vnd.github+json', redirect, signal }) => {
      checkPathValues({ route, values });
      opening ??= openOctokit({ baseUrl, fetch, throttleId: throttle ? throttleId : undefined });
      const octokit = await opening;
      const parameters = parametersOf({ route, values });
      const { method, url } = octokit.request.endpoint(route, parameters);
      const key = method === 'GET' ? `${accept} ${url}` : undefined;
      const known = key === undefined ? undefined : memory.get(key);
      const headers = { accept, ...version, ...(known === undefined ? {} : { 'if-none-match': known.etag }) };
      const request = { signal, ...(redirect === undefined && isOpen ? {} : { redirect: 'manual' as const }) };
      try {
        const { status, headers: received, data } = await octokit.request(route, { ...parameters, headers, request });
        if (status >= 300 && redirect === undefined && !isOpen && method === 'GET') throw movedAway({ status, url });
        // One that core did not follow: it leads elsewhere, or the request is a write.
        if (status >= 300 && redirect === undefined)
          throw toProblem({ error: { status, response: { headers: received, data } }, client, method, url });
        const answer: Answer = { status, headers: received, body: toBody(data), shown: `${method} ${new URL(url).pathname}` };
        if (key !== undefined && status === 200) memory.keep({ key, answer });
        return answer;
      } catch (error) {
        if (known !== undefined && isNotModified(error)) return known.answer;
        const problem = toProblem({ error, client, method, url });
        if (isUnauthenticated(problem)) appToken?.forget();
        throw problem;
      }
    },
    openElsewhere: (address) => {
      const opened = elsewhere.get(address) ?? http({ baseUrl: address, timeoutMs, maxBytes });
      elsewhere.set(address, opened);
      return opened;
    },
  };
};

/** A field of a body may be called `url` or `headers`, which beside the values of the path would be options of the library. */
const parametersOf = ({ route, values }: Required<Pick<Order, 'route' | 'values'>>): Readonly<Record<string, unknown>> => {
  if (route.startsWith('GET ')) return { ...values };
  const names = pathNames(route);
  const parts = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  const body = parts.filter(([name]) => !names.includes(name));
  const inPath = Object.fromEntries(parts.filter(([name]) => names.includes(name)));
  return body.length === 0 ? inPath : { ...inPath, data: Object.fromEntries(body) };
};

const movedAway = ({ status, url }: { status: number; url: string }): LineclearError =>
  new LineclearError('forbidden', `GET ${new URL(url).pathname} answered ${status}: it was renamed or moved.`, {
    hint: 'This profile names its repositories and follows nothing out of them: use the name that GitHub has for it now, or ask the operator to allow that one.',
    effect: 'none',
    details: { status, reason: 'moved' },
  });

// Of some media types Octokit yields bytes.
const toBody = (data: unknown): unknown => (data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data);

const isUnauthenticated = (problem: unknown): boolean => LineclearError.is(problem) && problem.code === 'unauthenticated';
