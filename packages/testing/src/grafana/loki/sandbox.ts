import type { Clock } from '@lineclear/core/plugin';
import type { FakeHttp } from '../../http/fake-http.ts';
import { fakeHttp } from '../../http/fake-http.ts';
import type { RecordedRequest } from '../../http/route.ts';
import type { LokiBehaviour, LokiQuestion } from './answer.ts';
import { answerLoki } from './answer.ts';
import type { LokiLine } from './store.ts';
import { LokiStore } from './store.ts';

export interface LokiSandboxOptions extends Partial<LokiBehaviour> {
  /** The system's clock when absent. */
  readonly clock?: Clock;
  /** A free one when absent. */
  readonly port?: number;
}

/** A fake Loki that is asked directly. */
export interface LokiSandbox {
  readonly url: string;
  readonly http: FakeHttp;
  push(lines: readonly LokiLine[]): void;
  close(): Promise<void>;
}

export const usualLoki: LokiBehaviour = {
  patterns: true,
  multiTenant: false,
  limits: { maxEntries: 5000, maxRangeMs: 721 * 3_600_000 },
};

/** Starts a fake Loki on a loopback port; it knows the LogQL that `parseLogQl` names and refuses the rest with 400. */
export const startLokiSandbox = async ({
  clock = { now: () => Date.now() },
  port = 0,
  ...behaviour
}: LokiSandboxOptions = {}): Promise<LokiSandbox> => {
  const store = new LokiStore();
  const answer = (request: RecordedRequest) =>
    answerLoki({ store, nowMs: clock.now(), behaviour: { ...usualLoki, ...behaviour } }, questionOf(request, request.path));
  const http = await fakeHttp({
    port,
    routes: ['GET', 'POST', 'DELETE'].flatMap((method) =>
      [1, 2, 3, 4, 5, 6].map((depth) => ({ method, path: '/:any'.repeat(depth), handle: ({ request }) => answer(request) })),
    ),
  });
  return { url: http.url, http, push: (lines) => store.push(lines), close: () => http.close() };
};

/** A request with its form, if it has one, as a question for a path. */
export const questionOf = (request: RecordedRequest, path: string): LokiQuestion => {
  const query = new URL(request.url, 'http://loopback').searchParams;
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (isForm) for (const [name, value] of new URLSearchParams(request.body)) query.append(name, value);
  return { method: request.method, path, query, headers: request.headers, body: request.body };
};
