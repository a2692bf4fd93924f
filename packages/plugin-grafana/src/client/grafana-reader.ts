import { type HttpClient, LineclearError } from '@lineclear/core/plugin';
import type { Datasource } from '../datasources/datasource.ts';
import { DatasourceDirectory } from '../datasources/directory.ts';
import type { Settings } from '../settings.ts';
import { directTarget } from './direct-target.ts';
import type { Clients } from './open-clients.ts';
import { type KnownRoutes, proxiedTarget } from './proxied-target.ts';
import type { QueryTarget } from './query-target.ts';

/** What reads and previews may ask. */
export class GrafanaReader {
  readonly datasources: DatasourceDirectory;
  /** Grafana's public address without a slash at its end, for links; undefined where the profile has no Grafana. */
  readonly address: string | undefined;
  readonly dashboardApi: 'auto' | 'legacy' | 'apis';
  readonly orgId: number | undefined;
  readonly #clients: Clients;
  readonly #routes: KnownRoutes = new Map();

  constructor({ settings, clients, now }: { settings: Settings; clients: Clients; now: () => number }) {
    this.#clients = clients;
    this.datasources = new DatasourceDirectory({ clients, now });
    this.address = settings.grafana?.url.replace(/\/+$/, '');
    this.dashboardApi = settings.grafana?.dashboard_api ?? 'auto';
    this.orgId = settings.grafana?.org_id;
  }

  /** Grafana's own API; throws `not_configured` where the profile has none. */
  get grafana(): HttpClient {
    if (this.#clients.grafana !== undefined) return this.#clients.grafana;
    throw new LineclearError('not_configured', 'This profile has no Grafana.', {
      hint: "Ask the operator to add grafana: { url, token } to the profile's grafana connection.",
      details: { reason: 'no_grafana' },
    });
  }

  get hasGrafana(): boolean {
    return this.#clients.grafana !== undefined;
  }

  /** Where the queries of a datasource go. */
  target(datasource: Datasource): QueryTarget {
    const { uid, origin } = datasource;
    const direct = origin === 'profile' && isServer(uid) ? this.#clients[uid] : undefined;
    return direct === undefined ? proxiedTarget({ http: this.grafana, datasource, known: this.#routes }) : directTarget(direct);
  }
}

const isServer = (uid: string): uid is 'prometheus' | 'alertmanager' | 'loki' =>
  uid === 'prometheus' || uid === 'alertmanager' || uid === 'loki';
