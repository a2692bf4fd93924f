import { hostLogs } from './tools/host-logs.ts';

export const logTools = [hostLogs];
