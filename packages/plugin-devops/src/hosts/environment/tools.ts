import { hostEnvCheck } from './tools/host-env-check.ts';

export const environmentTools = [hostEnvCheck];
