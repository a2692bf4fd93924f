import { k8sExec } from './tools/k8s-exec.ts';

/** Run something in a pod. */
export const execTools = [k8sExec];
