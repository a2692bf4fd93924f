import { type HttpRequest, type HttpResponse, LineclearError, path } from '@lineclear/core/plugin';
import type * as z from 'zod';
import type { QueryTarget } from '../client/query-target.ts';
import { explainFailure, webPage } from './explain-failure.ts';
import { explainSyntax } from './explain-syntax.ts';
import type { NsRange } from './ns-time.ts';
import { namesAnswer, patternsAnswer, queryAnswer, type QueryData, statsAnswer } from './schemas.ts';

interface Asked {
  readonly range: NsRange;
  readonly signal: AbortSignal;
}
export type Direction = 'backward' | 'forward';

/** A pattern that Loki found, with how many lines it saw in each step. */
export interface ServerPattern {
  readonly pattern: string;
  readonly level: string | undefined;
  readonly steps: readonly { readonly timeS: number; readonly count: number }[];
}

/** The HTTP API of one Loki, a method for each endpoint. Failures say what was wrong with the query. */
export class LokiClient {
  readonly #target: QueryTarget;

  constructor(target: QueryTarget) {
    this.#target = target;
  }

  /** Lines as streams, the newest `limit` or, forward, the oldest; of a metric query a matrix. */
  async queryRange({
    query,
    range,
    limit,
    direction,
    stepS,
    signal,
  }: Asked & {
    query: string;
    limit?: number | undefined;
    direction?: Direction | undefined;
    stepS?: number | undefined;
  }): Promise<QueryData> {
    const step = stepS === undefined ? undefined : `${stepS}s`;
    const asked = { query: { ...between(range), query, limit, direction, step }, headers: categorized, signal };
    try {
      return (await this.#get('/loki/api/v1/query_range', asked, queryAnswer)).data;
    } catch (error) {
      throw await explainSyntax({ error, query });
    }
  }

  async labelNames({ selector, range, signal }: Asked & { selector?: string | undefined }): Promise<readonly string[]> {
    return (await this.#get('/loki/api/v1/labels', { query: { ...between(range), query: selector }, signal }, namesAnswer)).data;
  }

  async labelValues({
    label,
    selector,
    range,
    signal,
  }: Asked & { label: string; selector?: string | undefined }): Promise<readonly string[]> {
    const asked = { query: { ...between(range), query: selector }, signal };
    return (await this.#get(path`/loki/api/v1/label/${label}/values`, asked, namesAnswer)).data;
  }

  /** What the index knows about a selector; cheap whatever the range. */
  async stats({ selector, range, signal }: Asked & { selector: string }) {
    return this.#get('/loki/api/v1/index/stats', { query: { ...between(range), query: selector }, signal }, statsAnswer);
  }

  /** The patterns of a selector's lines; undefined where this Loki has none: it answers 404 with an empty body then. */
  async patterns({ selector, range, signal }: Asked & { selector: string }): Promise<readonly ServerPattern[] | undefined> {
    const asked = { query: { ...between(range), query: selector }, accept: [404], signal };
    const answer = await explained(this.#target.get('/loki/api/v1/patterns', asked));
    if (answer.status === 404) return undefined;
    return parse(answer, patternsAnswer).data.map(({ pattern, level, samples }) => ({
      pattern,
      level: level ?? undefined,
      steps: samples,
    }));
  }

  async #get<Schema extends z.ZodType>(below: string, request: HttpRequest, schema: Schema): Promise<z.output<Schema>> {
    return parse(await explained(this.#target.get(below, request)), schema);
  }
}

/** Asks for structured metadata and parsed labels apart from those of the stream; older servers ignore it. */
const categorized = { 'x-loki-response-encoding-flags': 'categorize-labels' };

const between = ({ fromNs, toNs }: NsRange) => ({ start: String(fromNs), end: String(toNs) });

const parse = <Schema extends z.ZodType>(answer: HttpResponse, schema: Schema): z.output<Schema> => {
  if (/^text\/html\b/i.test(answer.headers.get('content-type') ?? '')) throw webPage('Loki answered with a web page.');
  return answer.json(schema);
};

const explained = async <Answer>(asking: Promise<Answer>): Promise<Answer> => {
  try {
    return await asking;
  } catch (error) {
    throw explainFailure(error);
  }
};

/** Whether an error means that less may be asked for: an answer or a limit that is too large. */
export const isTooMuch = (error: unknown): boolean =>
  LineclearError.is(error) && (error.details?.['reason'] === 'too_large' || error.details?.['reason'] === 'limit_too_high');
