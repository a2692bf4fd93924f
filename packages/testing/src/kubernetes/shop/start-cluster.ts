import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { listenOnLoopback } from '../../http/listen.ts';
import type { KubernetesSandbox, KubernetesSandboxOptions } from '../sandbox.ts';
import { startKubernetesSandbox } from '../sandbox.ts';
import { fillShop, shopNamespace } from './shop.ts';

/** The name of the one context in the kubeconfig file of {@link startCluster}. */
export const shopContext = 'shop';

export interface ShopCluster {
  readonly sandbox: KubernetesSandbox;
  /** The path of the kubeconfig file. */
  readonly kubeconfig: string;
  /** Stops the cluster; the file stays. */
  close(): Promise<void>;
}

/**
 * A cluster with a small shop in the namespace `shop`: `web` and `api` run, with two revisions of `web` and a service
 * that answers `/healthz` and `/metrics`; the newest `worker` cannot pull its image. Writes a kubeconfig file with the
 * context `shop`.
 */
export const startCluster = async ({
  kubeconfig,
  ...options
}: { kubeconfig: string } & KubernetesSandboxOptions): Promise<ShopCluster> => {
  const sandbox = await startKubernetesSandbox(options);
  const web = await listenOnLoopback(createServer((request, answer) => answer.end(pages[request.url ?? ''] ?? 'shop\n')));
  const { clock = { now: () => Date.now() } } = options;
  fillShop(sandbox.world, { webPort: Number(new URL(web.url).port), nowMs: clock.now() });
  await writeFile(kubeconfig, sandbox.kubeconfig({ context: shopContext, namespace: shopNamespace }), { mode: 0o600 });
  return {
    sandbox,
    kubeconfig,
    close: async () => {
      await sandbox.close();
      await web.close();
    },
  };
};

const pages: Readonly<Record<string, string>> = {
  '/healthz': 'ok\n',
  '/metrics': 'shop_orders_total 42\n',
};
