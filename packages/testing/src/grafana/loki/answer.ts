import type { Answer } from '../../http/route.ts';
import { labelNames, labelValues, patterns, push, series, stats } from './index-answers.ts';
import type { LokiLimits } from './limits.ts';
import { instantAnswer, rangeAnswer } from './query-answers.ts';
import { LokiRefusal } from './query.ts';
import type { LokiStore } from './store.ts';

/** What a request to Loki is about. */
export interface LokiQuestion {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the address, and of a form in the body. */
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** How this Loki is set up. */
export interface LokiBehaviour {
  /** Whether the pattern ingester runs; without it `/patterns` answers 404 with an empty body. */
  readonly patterns: boolean;
  /** Refuses requests without X-Scope-OrgID. */
  readonly multiTenant: boolean;
  readonly limits: LokiLimits;
}

export interface LokiWorld {
  readonly store: LokiStore;
  readonly nowMs: number;
  readonly behaviour: LokiBehaviour;
}

/** Answers a request to Loki's API as far as it is simulated, 404 beyond. Errors are plain text, as the server's are. */
export const answerLoki = (world: LokiWorld, question: LokiQuestion): Answer => {
  try {
    if (question.path === '/ready') return { headers: plain, text: 'ready\n' };
    if (world.behaviour.multiTenant && question.headers['x-scope-orgid'] === undefined) throw new LokiRefusal(401, 'no org id');
    return answerTo(world, question) ?? { status: 404, headers: plain, text: '404 page not found\n' };
  } catch (error) {
    if (!(error instanceof LokiRefusal)) throw error;
    return { status: error.status, headers: plain, text: error.message };
  }
};

const plain = { 'content-type': 'text/plain; charset=utf-8' };
const api = '/loki/api/v1';

const answerTo = (world: LokiWorld, question: LokiQuestion): Answer | undefined => {
  const { method, path, query } = question;
  if (path === `${api}/push` && method === 'POST') return push(world, question.body);
  if (method !== 'GET' && method !== 'POST') return undefined;
  const [, name] = /^\/loki\/api\/v1\/label\/([^/]+)\/values$/.exec(path) ?? [];
  if (name !== undefined) return labelValues(world, { query, name: decodeURIComponent(name) });
  switch (path) {
    case `${api}/query`:
      return instantAnswer(world, question);
    case `${api}/query_range`:
      return rangeAnswer(world, question);
    case `${api}/labels`:
      return labelNames(world, query);
    case `${api}/series`:
      return series(world, query);
    case `${api}/index/stats`:
      return stats(world, query);
    case `${api}/patterns`:
      return patterns(world, query);
    case `${api}/status/buildinfo`:
      return { json: { version: '3.6.8', revision: 'simulated', branch: 'HEAD', goVersion: 'go1.25' } };
    default:
      return undefined;
  }
};
