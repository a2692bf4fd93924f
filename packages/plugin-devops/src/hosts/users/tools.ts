import { hostUser } from './tools/host-user.ts';

export const userTools = [hostUser];
