import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { type SeededPrometheus, startSeededPrometheus, startTunnelService, type TunnelService } from '@lineclear/testing/grafana';
import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import grafana from '../src/index.ts';
import { alertingExamples } from './contract/alerting-examples.ts';
import { seededIds, startBackend } from './contract/backend.ts';
import { dashboardExamples, navigationExamples } from './contract/dashboard-examples.ts';
import { incidentExamples } from './contract/incident-examples.ts';
import { datasourceExamples, libraryExamples, lokiExamples, prometheusExamples } from './contract/query-examples.ts';

const ids = await seededIds();
const rules = `
groups:
  - name: tunnel
    rules:
      - { alert: TunnelFails, expr: 'sum(rate(tunnel_errors_total[5m])) > 1', labels: { severity: warning } }
`;

describe.skipIf(skipWithout(prometheusBinary))('in front of a real Prometheus', () => {
  let service: TunnelService;
  let prometheus: SeededPrometheus;
  beforeAll(async () => {
    service = await startTunnelService();
    prometheus = await startSeededPrometheus({ targets: [service.target], rules });
  });
  afterAll(async () => {
    await prometheus.stop();
    await service.close();
  });

  pluginContract({
    plugin: grafana,
    module: new URL('../src/index.ts', import.meta.url),
    backend: () => startBackend(prometheus.url),
    examples: {
      ...datasourceExamples,
      ...prometheusExamples,
      ...lokiExamples,
      ...alertingExamples(ids),
      ...incidentExamples(ids),
      ...dashboardExamples,
      ...navigationExamples,
      ...libraryExamples,
    },
    prompts: {
      set_up_monitoring: { service: 'tunnel' },
      document_library: { library: 'tunnel', topic: 'metrics' },
      run_incident: { symptom: 'Nothing comes through', incident_id: ids.incident },
    },
  });
});

toolSnapshots({
  plugin: grafana,
  connections: { grafana: { grafana: { url: 'http://127.0.0.1:9' } }, context7: {} },
  folder: new URL('__snapshots__/', import.meta.url),
});
