import { hostQuery } from './tools/host-query.ts';

export const queryTools = [hostQuery];
