import { k8sDelete } from './tools/k8s-delete.ts';

/** Remove objects. */
export const deleteTools = [k8sDelete];
