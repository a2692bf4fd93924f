import { k8sPortForward } from './tools/k8s-port-forward.ts';
import { k8sPortForwardList } from './tools/k8s-port-forward-list.ts';
import { k8sPortForwardStop } from './tools/k8s-port-forward-stop.ts';

/** Reach a port of a pod. */
export const forwardTools = [k8sPortForward, k8sPortForwardList, k8sPortForwardStop];
