import { type HttpClient, type HttpOptions, type OpenHttp, Secret } from '@lineclear/core/plugin';
import type { ServerSettings, Settings } from '../settings.ts';
import { explain } from './explain.ts';

/** The servers of a profile, each with its own credentials. */
export interface Clients {
  readonly grafana: HttpClient | undefined;
  readonly prometheus: HttpClient | undefined;
  readonly alertmanager: HttpClient | undefined;
  readonly loki: HttpClient | undefined;
}

/** An answer beyond this is refused with the advice to ask for less. */
const maxBytes = 16 << 20;

export const openClients = ({ settings, http }: { settings: Settings; http: OpenHttp }): Clients => {
  const { grafana, prometheus, alertmanager, loki } = settings;
  const open = (server: ServerSettings | undefined, headers: HttpOptions['headers'] = {}): HttpClient | undefined =>
    server === undefined
      ? undefined
      : http({
          baseUrl: server.url,
          ...credentials(server),
          headers: { ...server.headers, ...headers },
          timeoutMs: server.timeout_ms,
          maxBytes,
          explain,
        });
  return {
    grafana: open(grafana, { 'x-grafana-org-id': grafana?.org_id?.toString() }),
    prometheus: open(prometheus),
    alertmanager: open(alertmanager),
    loki: open(loki, { 'x-scope-orgid': loki?.tenant }),
  };
};

const credentials = ({ token, username, password }: ServerSettings): Pick<HttpOptions, 'bearer' | 'basic'> => {
  if (username === undefined) return { bearer: token };
  return { basic: { username, password: password ?? new Secret('') } };
};
