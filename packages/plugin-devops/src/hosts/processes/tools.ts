import { hostProcessStop } from './tools/host-process-stop.ts';

export const processTools = [hostProcessStop];
