import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyTool, definePlugin, type JsonObject, type Plugin } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { type KubernetesSandbox, type KubernetesSandboxOptions, startKubernetesSandbox } from '@lineclear/testing/kubernetes';
import { onTestFinished } from 'vitest';
import { policy } from '../policy.ts';

export interface StartedKubernetes extends StartedPlugin {
  readonly sandbox: KubernetesSandbox;
  /** The kubeconfig with the context `test`, which the profile reaches. */
  readonly kubeconfig: string;
  /** The methods and paths of what has been sent so far that changes something. */
  readonly sent: () => readonly string[];
}

export type KubernetesOptions = KubernetesSandboxOptions & {
  /** Beside `kubeconfig` and `contexts`. */
  settings?: JsonObject;
  /** The token of the context `test`. */
  token?: string;
} & Partial<Pick<StartOptions, 'person' | 'principal' | 'limits' | 'store' | 'readOnly' | 'profile'>>;

/** Some tools in front of a cluster of their own, which is the context `test` of the profile. */
export const startKubernetes = async (tools: readonly AnyTool[], options: KubernetesOptions = {}): Promise<StartedKubernetes> => {
  const {
    settings = {},
    token = 'simulated-token-1',
    person,
    principal,
    limits,
    store,
    readOnly,
    profile,
    ...sandboxOptions
  } = options;
  const sandbox = await startKubernetesSandbox(sandboxOptions);
  const kubeconfig = await writeKubeconfig({ server: sandbox.url, user: { token } });
  const started = await startPlugin({
    plugin: pluginOf(tools),
    connections: { kubernetes: { kubeconfig, contexts: ['test'], ...settings } },
    ...(sandboxOptions.clock !== undefined && { clock: sandboxOptions.clock }),
    ...(person !== undefined && { person }),
    ...(principal !== undefined && { principal }),
    ...(limits !== undefined && { limits }),
    ...(store !== undefined && { store }),
    ...(readOnly !== undefined && { readOnly }),
    ...(profile !== undefined && { profile }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox, kubeconfig, sent: () => sandbox.unsafe().map(({ method, url }) => `${method} ${url}`) };
};

/** A kubeconfig in a folder of its own with the contexts `test`, and `other`, which no profile names. */
export const writeKubeconfig = async ({
  server,
  user,
  cluster = {},
}: {
  server: string;
  user: JsonObject;
  cluster?: JsonObject;
}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'config');
  const context = { cluster: 'test', user: 'test' };
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'other',
    clusters: [{ name: 'test', cluster: { server, ...cluster } }],
    users: [{ name: 'test', user }],
    contexts: ['test', 'other'].map((name) => ({ name, context })),
  };
  await writeFile(file, JSON.stringify(content));
  return file;
};

const pluginOf = (tools: readonly AnyTool[]): Plugin =>
  definePlugin({
    id: 'kubernetes',
    title: 'Kubernetes',
    version: '1.0.0',
    toolsets: Object.fromEntries(
      [...new Set(tools.map(({ toolset }) => toolset))].map((name) => [name, { title: name, use: `What belongs to ${name}.` }]),
    ),
    tools,
    policy,
  });
