import { k8sCordon } from './tools/k8s-cordon.ts';
import { k8sDrain } from './tools/k8s-drain.ts';

/** Close nodes and empty them. */
export const nodeTools = [k8sCordon, k8sDrain];
