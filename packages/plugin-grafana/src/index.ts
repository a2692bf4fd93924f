import { definePlugin } from '@lineclear/core/plugin';

/** Monitoring: Grafana, Prometheus, Alertmanager, Loki, incidents and library documentation. */
export default definePlugin({
  id: 'grafana',
  title: 'Grafana',
  version: '0.0.0',
  toolsets: {},
  tools: [],
});
