import { doUptimeCheckDelete } from './tools/do-uptime-check-delete.ts';
import { doUptimeCheckPut } from './tools/do-uptime-check-put.ts';
import { doUptimeChecks } from './tools/do-uptime-checks.ts';

export const uptimeTools = [doUptimeChecks, doUptimeCheckPut, doUptimeCheckDelete];
