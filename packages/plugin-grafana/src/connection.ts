import { defineConnection } from '@lineclear/core/plugin';
import { GrafanaReader } from './client/grafana-reader.ts';
import { grafanaWriter } from './client/grafana-writer.ts';
import { openClients } from './client/open-clients.ts';
import { probeServers } from './client/probe.ts';
import { settings } from './settings.ts';

/** Grafana with its datasources, and Prometheus, Alertmanager and Loki without it. */
export const grafana = defineConnection({
  id: 'grafana',
  profile: settings,
  connect: ({ profile, http, mode, clock }) => {
    const clients = openClients({ settings: profile, http });
    const reader = new GrafanaReader({ settings: profile, clients, now: () => clock.now() });
    return { reader, ...(mode === 'write' ? { writer: grafanaWriter({ clients, reader }) } : {}) };
  },
  probe: ({ reader, signal }) => probeServers({ reader, signal }),
});
