import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesSandbox } from '@lineclear/testing/kubernetes';

export const shop = { context: 'test', namespace: 'shop' } as const;

/** The value of the Secret `db`, which must stand in no answer. */
export const password = 'correct-horse-battery';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** An image that ends again and again, once the cluster is told so. */
export const crashingImage = 'registry.example/crashing:1';

/** A pod of one or more containers, which run and are ready unless the cluster is told otherwise about their image. */
export const podOf = (
  name: string,
  { containers = ['app'], labels = { app: 'web' }, image, spec = {} }: PodOptions = {},
): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { ...labels } },
  spec: { containers: containers.map((one) => ({ name: one, image: image ?? `registry.example/${one}:1` })), ...spec },
});

interface PodOptions {
  readonly containers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly spec?: JsonObject;
}

/** A workload of pods with the label of its name. */
export const deploymentOf = (name: string, { replicas = 2, image = 'registry.example/app:1' } = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image }] } },
  },
});

/** The namespace `shop` with a Secret, a ConfigMap and a pod that has both. */
export const seedShop = ({ world }: KubernetesSandbox): void => {
  world.behave(crashingImage, 'crashes');
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'db',
      namespace: 'shop',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { password: base64(password) } }),
      },
    },
    type: 'Opaque',
    data: { password: base64(password), user: base64('shop') },
  });
  world.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop' },
    data: { 'app.properties': 'colour=blue\n', DB_PASSWORD: password, url: `postgres://shop:${password}@db/shop` },
  });
  const env: JsonObject[] = [
    { name: 'COLOUR', value: 'blue' },
    { name: 'DB_PASSWORD', value: password },
    { name: 'AWS_SECRET_ACCESS_KEY', value: password },
    { name: 'DATABASE_URL', value: `postgres://shop:${password}@db/shop` },
    { name: 'FROM_SECRET', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
  ];
  const command = ['run', `--db-password=${password}`, '--token', password, 'sh', '-c', `API_KEY=${password} serve`];
  world.put(podOf('web-1', { spec: { containers: [{ name: 'app', image: 'registry.example/app:1', env, command }] } }));
};
