import { hostPackage } from './tools/host-package.ts';

export const packageTools = [hostPackage];
