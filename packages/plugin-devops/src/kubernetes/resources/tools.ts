import { k8sEvents } from '../events/tools/k8s-events.ts';
import { k8sTop } from '../metrics/tools/k8s-top.ts';
import { k8sCanI } from './tools/k8s-can-i.ts';
import { k8sContexts } from './tools/k8s-contexts.ts';
import { k8sDescribe } from './tools/k8s-describe.ts';
import { k8sGet } from './tools/k8s-get.ts';
import { k8sKinds } from './tools/k8s-kinds.ts';
import { k8sList } from './tools/k8s-list.ts';

export const resourceTools = [k8sContexts, k8sKinds, k8sList, k8sGet, k8sDescribe, k8sEvents, k8sTop, k8sCanI];
