import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { type ContractBackend, type Example, type FakeHttp, fakeHttp, secretMarker } from '@lineclear/testing';
import { type KubernetesSandbox, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import { openShop } from '../../src/kubernetes/test/web.ts';

/** A cluster of its own: the namespace `shop` with the deployment `web`, a pod `one`, a Secret and a ConfigMap. */
export interface KubernetesBackend extends ContractBackend {
  readonly connections: { readonly kubernetes: JsonObject };
  readonly http: readonly [FakeHttp];
  readonly sandbox: KubernetesSandbox;
  readonly world: KubernetesSandbox['world'];
}

/** Calls of some tools, by name. */
export type Examples = Readonly<Record<string, readonly Example<KubernetesBackend>[]>>;

/** Where everything of the examples is. */
export const shop = { context: 'test', namespace: 'shop' } as const;

/** What the Secret `db` holds beside the credential of the profile, and no answer may. */
export const password = 'correct-horse-battery-staple';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const startBackend = async (): Promise<KubernetesBackend> => {
  const everything = [{ verbs: ['*'], resources: ['*'] }];
  const sandbox = await startKubernetesSandbox({ identities: { tester: { token: secretMarker, rules: everything } } });
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-kubernetes-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, sandbox.kubeconfig({ context: 'test', user: 'tester' }));
  const { world } = sandbox;
  openShop(sandbox);
  const metadata = (name: string) => ({ name, namespace: 'shop' });
  world.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata('db'),
    data: { password: base64(password), token: base64(secretMarker) },
  });
  world.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('settings'), data: { colour: 'blue' } });
  const spec = { containers: [{ name: 'app', image: 'shop/one:1' }] };
  world.put({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata('one'), labels: { app: 'one' } }, spec });
  world.log({ namespace: 'shop', pod: 'one', container: 'app' }, ['started', 'listening on 8080']);
  const application = await fakeHttp({
    routes: [{ method: 'GET', path: '/health/ready', handle: () => ({ json: { ready: true } }) }],
  });
  world.listen({ namespace: 'shop', labels: { app: 'one' }, port: 8080, to: Number(new URL(application.url).port) });
  return {
    connections: { kubernetes: { kubeconfig, contexts: ['test'] } },
    http: [watched(sandbox)],
    sandbox,
    world,
    // What a cluster tells about itself changes by being looked at in no way.
    state: () =>
      world.all().map(({ metadata: { managedFields: _fields, ...kept }, ...object }) => ({ ...object, metadata: kept })),
    close: async () => {
      await sandbox.close();
      await application.close();
      await rm(folder, { recursive: true });
    },
  };
};

/** The sandbox as the contract suite watches and breaks a backend. */
const watched = (sandbox: KubernetesSandbox): FakeHttp => ({
  url: sandbox.url,
  requests: sandbox.requests,
  redacted: () => sandbox.requests,
  unsafe: () => sandbox.unsafe(),
  inject: sandbox.fail,
  clear: () => sandbox.clear(),
  close: () => sandbox.close(),
});
