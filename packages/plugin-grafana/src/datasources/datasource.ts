/** Where a datasource is asked: through Grafana, or directly because the profile names its server. */
export type DatasourceOrigin = 'grafana' | 'profile';

/** A server that answers queries. */
export interface Datasource {
  /** Grafana's uid; the word `prometheus`, `alertmanager` or `loki` for those that the profile names. */
  readonly uid: string;
  /** Grafana's numeric id; older servers know no other in the paths of their proxy. */
  readonly id: number | undefined;
  readonly name: string;
  /** Grafana's plugin id: `prometheus`, `loki`, `alertmanager`, … */
  readonly type: string;
  readonly origin: DatasourceOrigin;
  readonly isDefault: boolean;
  /** Where Grafana says that the server is, for people; nothing is ever sent there. */
  readonly address: string | undefined;
  /** `GET` where the datasource takes queries by GET only. */
  readonly method: 'GET' | 'POST';
}
