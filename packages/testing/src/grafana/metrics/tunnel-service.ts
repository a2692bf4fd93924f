import type { Clock } from '@lineclear/core/plugin';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../../http/listen.ts';
import type { TunnelMode } from './counters.ts';
import { advanceCounters, newCounters } from './counters.ts';
import { seriesText, tunnelFamilies } from './families.ts';

/** The example service: it counts as time goes by, and shows it at `/metrics`. */
export interface TunnelService {
  readonly url: string;
  /** Host and port, as a scrape target. */
  readonly target: string;
  /** How its upstream is doing from now on. */
  setMode(mode: TunnelMode): void;
  close(): Promise<void>;
}

/** Starts the example service on a loopback port, with an hour of traffic behind it. */
export const startTunnelService = async ({
  clock = { now: () => Date.now() },
  port = 0,
}: { clock?: Clock; port?: number } = {}): Promise<TunnelService> => {
  const startedAtMs = clock.now();
  let mode: TunnelMode = 'healthy';
  let seconds = 3600;
  let counters = advanceCounters(newCounters(), { seconds, mode, atSecond: 0 });
  const catchUp = (): void => {
    const dueS = 3600 + Math.floor((clock.now() - startedAtMs) / 1000);
    if (dueS <= seconds) return;
    counters = advanceCounters(counters, { seconds: dueS - seconds, mode, atSecond: seconds });
    seconds = dueS;
  };
  const exposition = (): string =>
    tunnelFamilies
      .flatMap(({ name, type, help, samples }) => {
        const title = type === 'counter' ? `${name}_total` : name;
        const lines = samples(counters).map((sample) => `${seriesText(sample.name, sample.labels)} ${sample.value}`);
        return [`# HELP ${title} ${help}`, `# TYPE ${title} ${type}`, ...lines];
      })
      .join('\n');
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    catchUp();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(`${exposition()}\n`);
  });
  const { url, close } = await listenOnLoopback(server, port);
  return {
    url,
    target: new URL(url).host,
    setMode: (next) => {
      catchUp();
      mode = next;
      // The breaker shows at once, not with the next second.
      counters = advanceCounters(counters, { seconds: 0, mode, atSecond: seconds });
    },
    close,
  };
};
