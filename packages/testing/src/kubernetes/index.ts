// A Kubernetes API server that runs in the test's own process, with a cluster behind it.
export { startKubernetesSandbox } from './sandbox.ts';
export type { KubernetesSandbox, KubernetesSandboxOptions } from './sandbox.ts';
export type { Identities, Identity, Rule } from './access/identities.ts';
export type { KubernetesObject } from './model/object.ts';
export type { KubernetesWorld } from './world/world.ts';
export { kubernetesFaults } from './faults.ts';
export { kubectl, kubectlBinary } from './kubectl/run-kubectl.ts';
export type { KubectlRun } from './kubectl/run-kubectl.ts';
export { endState } from './kubectl/end-state.ts';
export type { EndStateOptions } from './kubectl/end-state.ts';
export type { KubeconfigOptions } from './wire/kubeconfig.ts';
export type { ContainerPlace, ImageBehavior, Listener, LogLine, Usage } from './world/runtime.ts';
export { shopContext, startCluster } from './shop/start-cluster.ts';
export type { ShopCluster } from './shop/start-cluster.ts';
