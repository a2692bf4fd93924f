import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { type SeededPrometheus, startSeededPrometheus } from '@lineclear/testing/grafana';
import { pluginContract } from '@lineclear/testing/vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import grafana from '../src/index.ts';
import { alertingExamples } from './contract/alerting-examples.ts';
import { seededIds, startBackend } from './contract/backend.ts';
import { dashboardExamples, navigationExamples } from './contract/dashboard-examples.ts';
import { incidentExamples } from './contract/incident-examples.ts';
import { datasourceExamples, libraryExamples, lokiExamples, prometheusExamples } from './contract/query-examples.ts';

const ids = await seededIds();

describe.skipIf(skipWithout(prometheusBinary))('in front of a real Prometheus', () => {
  let prometheus: SeededPrometheus;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus();
  });
  afterAll(() => prometheus.stop());

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
    // All of a definition with its titles and hints; what a model reads of the plugin has a limit of its own in definitions.test.ts.
    tokens: { average: 215 },
  });
});
