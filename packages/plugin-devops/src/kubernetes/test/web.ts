import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesSandbox } from '@lineclear/testing/kubernetes';

/** A namespace `shop` with a deployment `web` of three pods, one container each. */
export const openShop = ({ world }: Pick<KubernetesSandbox, 'world'>): void => {
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  world.put(workload());
};

/** A workload of the namespace `shop`; a deployment `web` where nothing else is said. */
export const workload = ({
  kind = 'Deployment',
  name = 'web',
  replicas = 3,
  image = 'shop/web:1',
  spec = {},
}: { kind?: string; name?: string; replicas?: number; image?: string; spec?: JsonObject } = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: {
    ...(kind === 'DaemonSet' ? {} : { replicas }),
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name, image, env: [{ name: 'API_TOKEN', value: 'sesame-open-1' }] }] },
    },
    ...spec,
  },
});

/** The input fields that name it. */
export const web = { context: 'test', namespace: 'shop', kind: 'Deployment', name: 'web' };
/** The same without the kind, for tools that know it. */
export const webDeployment = { context: 'test', namespace: 'shop', name: 'web' };

/** The ticket of a preview, for the person who has to approve it. */
export const ticketOf = (preview: JsonObject): string => String(preview['ticket']);
