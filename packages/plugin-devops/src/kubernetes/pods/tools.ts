import { k8sHttpGet } from './tools/k8s-http-get.ts';
import { k8sLogs } from './tools/k8s-logs.ts';

export const podTools = [k8sLogs, k8sHttpGet];
