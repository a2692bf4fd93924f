import { hostServiceStatus } from './tools/host-service-status.ts';
import { hostService } from './tools/host-service.ts';

export const serviceTools = [hostServiceStatus, hostService];
