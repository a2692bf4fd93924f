import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesWorld } from '../world/world.ts';

export const shopNamespace = 'shop';

/** Fills a cluster with the shop, and with what its containers wrote in the last minutes. */
export const fillShop = (world: KubernetesWorld, { webPort, nowMs }: { webPort: number; nowMs: number }): void => {
  world.behave('registry.example/worker:7', 'missing');
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: shopNamespace } });
  for (const manifest of settings) world.put(manifest);
  world.put(workload('web', { image: 'registry.example/web:41', replicas: 3 }));
  world.put(workload('web', { image: 'registry.example/web:42', replicas: 3 }));
  world.put(workload('api', { image: 'registry.example/api:12', replicas: 2 }));
  world.put(workload('worker', { image: 'registry.example/worker:6', replicas: 2 }));
  world.put(workload('worker', { image: 'registry.example/worker:7', replicas: 2 }));
  world.listen({ namespace: shopNamespace, labels: { app: 'web' }, port: 8080, to: webPort });
  for (const { metadata } of world.list('Pod', shopNamespace)) {
    const app = metadata.labels?.['app'] ?? '';
    const place = { namespace: shopNamespace, pod: metadata.name, container: app };
    world.log(place, linesOf(app, nowMs));
    world.use(place, app === 'api' ? { cpu: '450m', memory: '230Mi' } : { cpu: '40m', memory: '96Mi' });
  }
};

const settings: readonly JsonObject[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: shopNamespace },
    data: { LOG_LEVEL: 'info', CURRENCY: 'EUR' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'payment', namespace: shopNamespace },
    stringData: { PAYMENT_KEY: 'not-a-real-key' },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: shopNamespace },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'api', namespace: shopNamespace },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'api' } } },
  },
];

const workload = (name: string, { image, replicas }: { image: string; replicas: number }): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: shopNamespace, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name,
            image,
            ports: [{ containerPort: 8080, name: 'http' }],
            envFrom: [{ configMapRef: { name: 'settings' } }],
            resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
          },
        ],
      },
    },
  },
});

const linesOf = (app: string, nowMs: number) =>
  Array.from({ length: 30 }, (_, index) => ({
    timeMs: nowMs - (30 - index) * 20_000,
    text:
      app === 'api' && index % 6 === 5
        ? `ERROR request ${index}: payment provider answered 503`
        : `INFO request ${index}: done in ${20 + index} ms`,
  }));
