import { type HttpRequest, path } from '@lineclear/core/plugin';
import type { QueryTarget } from '../client/query-target.ts';
import type { TimeRange } from '../time/time-range.ts';
import { explainFailure } from './explain-failure.ts';
import { explainSyntax } from './explain-syntax.ts';
import { metadataAnswer, namesAnswer, queryAnswer, rulesAnswer, targetsAnswer } from './schemas.ts';

interface Asked {
  readonly signal: AbortSignal;
}
/** Series that are looked at, such as `up{job="api"}`, and when; everything where absent. */
interface Scope extends Asked {
  readonly matches?: readonly string[] | undefined;
  readonly range?: TimeRange | undefined;
}

/** The HTTP API of one Prometheus, a method for each endpoint. Failures say what was wrong with the query. */
export class PrometheusClient {
  readonly #target: QueryTarget;

  constructor(target: QueryTarget) {
    this.#target = target;
  }

  async query({ expr, timeMs, signal }: Asked & { expr: string; timeMs: number }) {
    const form = { query: expr, time: seconds(timeMs) };
    return (await explained(this.#target.query('/api/v1/query', { form, signal }), expr)).json(queryAnswer);
  }

  async queryRange({ expr, range, stepS, signal }: Asked & { expr: string; range: TimeRange; stepS: number }) {
    const form = { query: expr, start: seconds(range.fromMs), end: seconds(range.toMs), step: String(stepS) };
    return (await explained(this.#target.query('/api/v1/query_range', { form, signal }), expr)).json(queryAnswer);
  }

  async labelNames(scope: Scope): Promise<readonly string[]> {
    return (await this.#get('/api/v1/labels', scope)).json(namesAnswer).data;
  }

  /** The values of a label; those of `__name__` are the names of the metrics. */
  async labelValues({ label, ...scope }: Scope & { label: string }): Promise<readonly string[]> {
    return (await this.#get(path`/api/v1/label/${label}/values`, scope)).json(namesAnswer).data;
  }

  /** Type, help and unit by the name of the metric family. */
  async metadata({ metric, signal }: Asked & { metric?: string | undefined }) {
    const answer = await explained(this.#target.get('/api/v1/metadata', { query: { metric }, signal }));
    return answer.json(metadataAnswer).data;
  }

  async targets({ state, signal }: Asked & { state: 'active' | 'dropped' | 'any' }) {
    const answer = await explained(this.#target.get('/api/v1/targets', { query: { state }, signal }));
    return answer.json(targetsAnswer).data;
  }

  async rules({ type, signal }: Asked & { type: 'alert' | 'record' | undefined }) {
    return (await explained(this.#target.get('/api/v1/rules', { query: { type }, signal }))).json(rulesAnswer).data.groups;
  }

  #get(below: string, { matches = [], range, signal }: Scope) {
    const between = range === undefined ? {} : { start: seconds(range.fromMs), end: seconds(range.toMs) };
    const query: HttpRequest['query'] = { 'match[]': matches, ...between };
    return explained(this.#target.get(below, { query, signal }));
  }
}

const seconds = (timeMs: number): string => String(timeMs / 1_000);

const explained = async <Answer>(asking: Promise<Answer>, expr?: string): Promise<Answer> => {
  try {
    return await asking;
  } catch (failure) {
    const error = explainFailure(failure);
    throw expr === undefined ? error : await explainSyntax({ error, expr });
  }
};
