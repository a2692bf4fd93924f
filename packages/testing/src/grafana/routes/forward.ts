import type { Clock } from '@lineclear/core/plugin';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { LokiBehaviour } from '../loki/answer.ts';
import { answerLoki } from '../loki/answer.ts';
import type { LokiStore } from '../loki/store.ts';
import type { DatasourceRecord } from '../model/records.ts';

/** Asks the server behind a datasource. */
export type Forward = (question: {
  readonly datasource: DatasourceRecord;
  /** Path and query below the address of the datasource. */
  readonly target: string;
  readonly request: Pick<RecordedRequest, 'method' | 'headers' | 'body'>;
}) => Promise<Answer>;

/** To the real server of the datasource; to the fake Loki where it has none. */
export const createForward =
  ({ loki, clock, behaviour }: { loki: LokiStore; clock: Clock; behaviour: () => LokiBehaviour }): Forward =>
  async ({ datasource, target, request }) => {
    if (datasource.url !== undefined) return askServer({ url: datasource.url + target, request });
    if (datasource.type !== 'loki') return badGateway;
    const { pathname, searchParams } = new URL(target, 'http://loopback');
    if (isForm(request)) for (const [name, value] of new URLSearchParams(request.body)) searchParams.append(name, value);
    // Grafana sends the tenant of the datasource's own settings along.
    const headers = { ...request.headers, 'x-scope-orgid': 'grafana' };
    const question = { method: request.method, path: pathname, query: searchParams, headers, body: request.body };
    return answerLoki({ store: loki, nowMs: clock.now(), behaviour: behaviour() }, question);
  };

const badGateway: Answer = { status: 502, text: '' };

/** The credentials for Grafana end at Grafana: a datasource gets those of its own settings. */
const passedOn = ['accept', 'content-type', 'x-loki-response-encoding-flags'];

const askServer = async ({
  url,
  request,
}: {
  url: string;
  request: Pick<RecordedRequest, 'method' | 'headers' | 'body'>;
}): Promise<Answer> => {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    passedOn.includes(name) && typeof value === 'string' ? [[name, value]] : [],
  );
  try {
    const response = await fetch(url, {
      method: request.method,
      headers,
      redirect: 'manual',
      ...(request.body !== '' && { body: request.body }),
    });
    const type = response.headers.get('content-type');
    return {
      status: response.status,
      headers: type === null ? {} : { 'content-type': type },
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  } catch {
    return badGateway;
  }
};

const isForm = ({ headers }: Pick<RecordedRequest, 'headers'>): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
