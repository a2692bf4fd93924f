import type { HttpClient } from '@lineclear/core/plugin';
import type { GrafanaReader } from './grafana-reader.ts';
import type { Clients } from './open-clients.ts';

/** What a confirmed write may do beside reading. */
export interface GrafanaWriter {
  /** Reads through clients that may also write. */
  readonly reader: GrafanaReader;
  readonly grafana: HttpClient;
  /** An Alertmanager that the profile names. */
  readonly alertmanager: HttpClient | undefined;
}

export const grafanaWriter = ({ clients, reader }: { clients: Clients; reader: GrafanaReader }): GrafanaWriter => ({
  reader,
  get grafana() {
    return reader.grafana;
  },
  alertmanager: clients.alertmanager,
});
