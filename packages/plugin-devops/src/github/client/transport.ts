import { type Clock, type HttpClient, type OpenHttp } from '@lineclear/core/plugin';
import type { Octokit } from '@octokit/core';
import type { Settings } from '../settings.ts';
import { AnswerMemory } from './answer-memory.ts';
import { createExplain } from './explain.ts';
import { openOctokit } from './open-octokit.ts';
import { checkPathValues } from './path-values.ts';
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

/** Sends requests to GitHub. Throws LineclearError for every status of 400 and above, and for a lost connection. */
export interface Transport {
  send(order: Order): Promise<Answer>;
  /** The address of the API, without a slash at the end. */
  readonly baseUrl: string;
  /** Another server, without any credentials: GitHub hands out logs there. Opened once for each address. */
  readonly openElsewhere: (baseUrl: string) => HttpClient;
}

/** An answer beyond this is refused with the advice to ask for less. */
const maxBytes = 16 << 20;

/** Octokit on top of core's HTTP: its routes, app credentials and throttling; core's base, limits, refusals of readers and errors. */
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
  const { token, timeout_ms: timeoutMs } = settings;
  const baseUrl = settings.url.replace(/\/$/, '');
  const client = http({ baseUrl, bearer: token, timeoutMs, maxBytes, explain: createExplain(() => clock.now()) });
  const memory = new AnswerMemory();
  const elsewhere = new Map<string, HttpClient>();
  let opening: Promise<Octokit> | undefined;
  return {
    baseUrl,
    send: async ({ route, values = {}, accept = 'application/vnd.github+json', redirect, signal }) => {
      checkPathValues({ route, values });
      opening ??= openOctokit({ settings, baseUrl, client, throttleId });
      const octokit = await opening;
      const { method, url } = octokit.request.endpoint(route, values);
      const key = method === 'GET' ? `${accept} ${url}` : undefined;
      const known = key === undefined ? undefined : memory.get(key);
      const headers = { accept, ...(known === undefined ? {} : { 'if-none-match': known.etag }) };
      const request = { signal, ...(redirect === undefined ? {} : { redirect }) };
      try {
        const { status, headers: received, data } = await octokit.request(route, { ...values, headers, request });
        const answer: Answer = { status, headers: received, body: data, shown: `${method} ${new URL(url).pathname}` };
        if (key !== undefined) memory.keep({ key, answer });
        return answer;
      } catch (error) {
        if (known !== undefined && isNotModified(error)) return known.answer;
        throw toProblem({ error, client, method, url });
      }
    },
    openElsewhere: (address) => {
      const opened = elsewhere.get(address) ?? http({ baseUrl: address, timeoutMs, maxBytes });
      elsewhere.set(address, opened);
      return opened;
    },
  };
};
