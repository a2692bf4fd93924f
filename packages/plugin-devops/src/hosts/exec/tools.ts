import { hostExec } from './tools/host-exec.ts';

export const execTools = [hostExec];
