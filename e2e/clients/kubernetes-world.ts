import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesSandbox, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import type { World } from './world.ts';

/** A cluster of its own for each client. */
export interface KubernetesWorld {
  /** What a profile says of it. */
  readonly connections: { readonly kubernetes: object };
  /** What the configuration opens beside: nodes are changed without a person at a terminal. */
  readonly policy: readonly object[];
  /** What is true in the cluster now. */
  readonly world: KubernetesSandbox['world'];
  /** Ends it; throws where it was asked what it does not know. */
  readonly close: () => Promise<void>;
}

/** The deployments: one to look at, and one for every change, so that no change touches what another one is about. */
export const deployments = {
  web: 'web',
  restarted: 'restarted',
  paused: 'paused',
  resumed: 'resumed',
  undone: 'undone',
  scaled: 'scaled',
  sized: 'sized',
  patched: 'patched',
} as const;

/** Where everything of it is. */
export const shop = { context: 'e2e', namespace: 'shop' } as const;

const token = 'token-of-the-clients';

export const freshKubernetesWorld = async (): Promise<KubernetesWorld> => {
  const everything = [{ verbs: ['*'], resources: ['*'] }];
  const sandbox = await startKubernetesSandbox({ identities: { ada: { token, rules: everything } } });
  const application = createServer((_request, answer) => answer.end('ready\n'));
  const port = await new Promise<number>((resolve) => {
    application.listen(0, '127.0.0.1', () => resolve(portOf(application.address())));
  });
  fill({ world: sandbox.world, port });
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-e2e-kubernetes-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, sandbox.kubeconfig({ context: 'e2e', user: 'ada' }));
  return {
    connections: { kubernetes: { kubeconfig, contexts: ['e2e'] } },
    policy: [
      { target: 'e2e/-/Node/*', allow: 'allow', approval: 'client' },
      { class: 'drain', target: 'e2e/*/Pod/*', allow: 'allow', approval: 'client' },
    ],
    world: sandbox.world,
    close: async () => {
      await sandbox.close();
      application.close();
      await rm(folder, { recursive: true });
      if (sandbox.violations.length > 0) throw new Error(`The API does not have: ${JSON.stringify(sandbox.violations)}`);
    },
  };
};

/** The cluster after a write. */
export const inCluster =
  (look: (world: KubernetesWorld['world']) => unknown) =>
  ({ kubernetes }: World): unknown =>
    kubernetes === undefined ? undefined : look(kubernetes.world);

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

const fill = ({ world, port }: { world: KubernetesSandbox['world']; port: number }): void => {
  world.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  for (const name of Object.values(deployments)) world.put(deployment(name));
  world.put(deployment(deployments.undone, { image: 'shop/app:2' }));
  world.put(deployment(deployments.resumed, { paused: true }));
  const metadata = (name: string) => ({ name, namespace: 'shop' });
  world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('junk'), data: {} });
  const spec = { containers: [{ name: 'app', image: 'shop/one:1' }] };
  world.put({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata('one'), labels: { app: 'one' } }, spec });
  world.log({ namespace: 'shop', pod: 'one', container: 'app' }, ['listening on 8080']);
  world.listen({ namespace: 'shop', labels: { app: 'one' }, port: 8080, to: port });
  // Only what is made for them runs there, so that no other change moves anything onto them.
  const conditions = [{ type: 'Ready', status: 'True' }];
  const taints = [{ key: 'spare', effect: 'NoSchedule' }];
  for (const name of ['spare-1', 'spare-2']) {
    world.put({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { name } }, spec: { taints }, status: { conditions } });
  }
  const tolerations = [{ key: 'spare', operator: 'Exists' }];
  world.put(deployment('moved', { pod: { nodeSelector: { name: 'spare-2' }, tolerations } }));
};

const deployment = (name: string, { image = 'shop/app:1', paused = false, pod = {} } = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    replicas: 2,
    ...(paused ? { paused } : {}),
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image }], ...pod } },
  },
});
