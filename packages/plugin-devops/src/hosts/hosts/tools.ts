import { hostEnrol } from './tools/host-enrol.ts';
import { hostList } from './tools/host-list.ts';

export const hostTools = [hostList, hostEnrol];
