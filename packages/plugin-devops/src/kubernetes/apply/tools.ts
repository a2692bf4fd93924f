import { k8sApply } from './tools/k8s-apply.ts';
import { k8sPatch } from './tools/k8s-patch.ts';

/** Change objects by what they should be. */
export const applyTools = [k8sApply, k8sPatch];
